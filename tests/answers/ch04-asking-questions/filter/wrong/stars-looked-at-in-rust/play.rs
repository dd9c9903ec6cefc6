//! The database sends all films of the years, and Rust passes over the rated ones: rows come back that are not printed (Alien with 5 stars for 1979).

use crate::models::film;
use sea_orm::*;

/// Prints the titles of the films without stars, from the years `first` to `last`, both of them included.
pub fn not_rated_between(db: &DatabaseConnection, first: i32, last: i32) -> Result<(), DbErr> {
    let films = film::Entity::find()
        .filter(film::COLUMN.year.gte(first))
        .filter(film::COLUMN.year.lte(last))
        .all(db)?;
    for film in films {
        if film.stars.is_none() {
            println!("{}", film.title);
        }
    }
    Ok(())
}
