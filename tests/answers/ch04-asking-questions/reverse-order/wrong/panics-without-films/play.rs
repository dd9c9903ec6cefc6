//! A list without films ends the program.

use crate::models::film;
use sea_orm::*;

/// Prints the title of every film, one on a line, in reverse alphabetical order.
pub fn reverse_order(db: &DatabaseConnection) -> Result<(), DbErr> {
    let films = film::Entity::find().order_by_desc(film::COLUMN.title).all(db)?;
    films.first().expect("there is a film");
    for film in films {
        println!("{}", film.title);
    }
    Ok(())
}
