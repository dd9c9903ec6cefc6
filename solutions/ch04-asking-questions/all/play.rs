//! Prints the whole film list for people to read.

use crate::models::film;
use sea_orm::*;

/// Prints every film on a line of its own, for example `Stalker (1979), 162 min`.
/// Where the length is not known, the line ends with `length unknown`.
pub fn print_all(db: &DatabaseConnection) -> Result<(), DbErr> {
    for film in film::Entity::find().all(db)? {
        let length = match film.minutes {
            Some(minutes) => format!("{minutes} min"),
            None => "length unknown".to_string(),
        };
        println!("{} ({}), {length}", film.title, film.year);
    }
    Ok(())
}
