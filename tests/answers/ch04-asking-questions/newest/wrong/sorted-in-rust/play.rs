//! All films are fetched, and sorted and cut in Rust.

use crate::models::film;
use sea_orm::*;

pub fn how_many_since(db: &DatabaseConnection, year: i32) -> Result<u64, DbErr> {
    film::Entity::find().filter(film::COLUMN.year.gte(year)).count(db)
}

pub fn newest_titles(db: &DatabaseConnection, how_many: u64) -> Result<Vec<String>, DbErr> {
    let mut films = film::Entity::find().all(db)?;
    films.sort_by(|one, other| other.year.cmp(&one.year).then(one.title.cmp(&other.title)));
    Ok(films.into_iter().take(how_many as usize).map(|film| film.title).collect())
}
