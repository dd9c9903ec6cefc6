//! A list without films says so.

use crate::models::film;
use sea_orm::*;

/// Prints the title of every film, one on a line, in reverse alphabetical order.
pub fn reverse_order(db: &DatabaseConnection) -> Result<(), DbErr> {
    let films = film::Entity::find().order_by_desc(film::COLUMN.title).all(db)?;
    if films.is_empty() {
        println!("no films");
    }
    for film in films {
        println!("{}", film.title);
    }
    Ok(())
}
