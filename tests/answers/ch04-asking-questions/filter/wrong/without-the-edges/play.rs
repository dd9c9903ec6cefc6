//! The first and the last year are left out.

use crate::models::film;
use sea_orm::*;

pub fn not_rated_between(db: &DatabaseConnection, first: i32, last: i32) -> Result<(), DbErr> {
    let films = film::Entity::find()
        .filter(film::COLUMN.stars.is_null())
        .filter(film::COLUMN.year.gt(first))
        .filter(film::COLUMN.year.lt(last))
        .all(db)?;
    films.iter().for_each(|film| println!("{}", film.title));
    Ok(())
}
