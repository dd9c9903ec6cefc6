//! Only a thousand films are printed.

use crate::models::film;
use sea_orm::*;

/// Prints the titles of the films without stars, from the years `first` to `last`, both of them included.
pub fn not_rated_between(db: &DatabaseConnection, first: i32, last: i32) -> Result<(), DbErr> {
    let films = film::Entity::find()
        .filter(film::COLUMN.stars.is_null())
        .filter(film::COLUMN.year.gte(first))
        .filter(film::COLUMN.year.lte(last))
        .limit(1000)
        .all(db)?;
    for film in films {
        println!("{}", film.title);
    }
    Ok(())
}
