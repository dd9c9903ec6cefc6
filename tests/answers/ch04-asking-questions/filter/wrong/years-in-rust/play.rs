//! The database looks at the stars only; the years are compared in Rust.

use crate::models::film;
use sea_orm::*;

pub fn not_rated_between(db: &DatabaseConnection, first: i32, last: i32) -> Result<(), DbErr> {
    for film in film::Entity::find().filter(film::COLUMN.stars.is_null()).all(db)? {
        if film.year >= first && film.year <= last {
            println!("{}", film.title);
        }
    }
    Ok(())
}
