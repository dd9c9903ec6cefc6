//! The last year is forgotten.

use crate::models::film;
use sea_orm::*;

pub fn not_rated_between(db: &DatabaseConnection, first: i32, _: i32) -> Result<(), DbErr> {
    let films =
        film::Entity::find().filter(film::COLUMN.stars.is_null()).filter(film::COLUMN.year.gte(first)).all(db)?;
    films.iter().for_each(|film| println!("{}", film.title));
    Ok(())
}
