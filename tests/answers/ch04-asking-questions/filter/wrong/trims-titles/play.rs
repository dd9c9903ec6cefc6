//! Blanks at the ends of titles are cut off.

use crate::models::film;
use sea_orm::*;

/// Prints the titles of the films without stars, from the years `first` to `last`, both of them included.
pub fn not_rated_between(db: &DatabaseConnection, first: i32, last: i32) -> Result<(), DbErr> {
    let films = film::Entity::find()
        .filter(film::COLUMN.stars.is_null())
        .filter(film::COLUMN.year.gte(first))
        .filter(film::COLUMN.year.lte(last))
        .all(db)?;
    for film in films {
        println!("{}", film.title.trim());
    }
    Ok(())
}
