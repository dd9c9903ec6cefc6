//! The order is asked of the list, not of the database.

use crate::models::film;
use sea_orm::*;

/// Prints the title of every film, one on a line, in reverse alphabetical order.
pub fn reverse_order(db: &DatabaseConnection) -> Result<(), DbErr> {
    let films = film::Entity::find().all(db)?.order_by_desc(film::COLUMN.title);
    for film in films {
        println!("{}", film.title);
    }
    Ok(())
}
