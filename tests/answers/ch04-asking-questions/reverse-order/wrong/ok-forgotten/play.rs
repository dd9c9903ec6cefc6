//! The function ends without a result.

use crate::models::film;
use sea_orm::*;

/// Prints the title of every film, one on a line, in reverse alphabetical order.
pub fn reverse_order(db: &DatabaseConnection) -> Result<(), DbErr> {
    let films = film::Entity::find().order_by_desc(film::COLUMN.title).all(db)?;
    for film in films {
        println!("{}", film.title);
    }
}
