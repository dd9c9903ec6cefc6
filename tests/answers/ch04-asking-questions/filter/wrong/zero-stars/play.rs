//! A film of 0 stars is taken for one that nobody rated.

use crate::models::film;
use sea_orm::*;

pub fn not_rated_between(db: &DatabaseConnection, first: i32, last: i32) -> Result<(), DbErr> {
    let films = film::Entity::find()
        .filter(film::COLUMN.year.gte(first))
        .filter(film::COLUMN.year.lte(last))
        .all(db)?;
    let films = films.iter().filter(|film| film.stars.unwrap_or(0) == 0);
    films.for_each(|film| println!("{}", film.title));
    Ok(())
}
