//! All films are fetched and looked through in Rust: slower, and right.

use crate::models::film;
use sea_orm::*;

pub fn not_rated_between(db: &DatabaseConnection, first: i32, last: i32) -> Result<(), DbErr> {
    for film in film::Entity::find().all(db)? {
        if film.stars.is_none() && (first..=last).contains(&film.year) {
            println!("{}", film.title);
        }
    }
    Ok(())
}
