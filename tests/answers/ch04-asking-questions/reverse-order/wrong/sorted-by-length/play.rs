//! The titles are put in order by their length.

use crate::models::film;
use sea_orm::*;

/// Prints the title of every film, one on a line, in reverse alphabetical order.
pub fn reverse_order(db: &DatabaseConnection) -> Result<(), DbErr> {
    let films = film::Entity::find().all(db)?;
    let mut films = films;
    films.sort_by_key(|film| std::cmp::Reverse(film.title.len()));
    for film in films {
        println!("{}", film.title);
    }
    Ok(())
}
