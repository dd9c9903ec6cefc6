//! Sorts by UTF-16 units, in which a character beyond the basic plane (an emoji) comes before U+FF21; SQLite has them the other way round.

use crate::models::film;
use sea_orm::*;

/// Prints the title of every film, one on a line, in reverse alphabetical order.
pub fn reverse_order(db: &DatabaseConnection) -> Result<(), DbErr> {
    let mut films = film::Entity::find().all(db)?;
    films.sort_by_key(|film| film.title.encode_utf16().collect::<Vec<u16>>());
    films.reverse();
    for film in films {
        println!("{}", film.title);
    }
    Ok(())
}
