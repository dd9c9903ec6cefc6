//! A film with an empty title is left out; the title of every film is printed, so there should be an empty line.

use crate::models::film;
use sea_orm::*;

/// Prints the title of every film, one on a line, in reverse alphabetical order.
pub fn reverse_order(db: &DatabaseConnection) -> Result<(), DbErr> {
    let films = film::Entity::find()
        .filter(film::COLUMN.title.ne(""))
        .order_by_desc(film::COLUMN.title)
        .all(db)?;
    for film in films {
        println!("{}", film.title);
    }
    Ok(())
}
