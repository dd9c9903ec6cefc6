//! Takes some films first and sorts them afterwards.

use crate::models::film;
use sea_orm::*;

/// How many films are from this year or from a later one.
pub fn how_many_since(db: &DatabaseConnection, year: i32) -> Result<u64, DbErr> {
    film::Entity::find().filter(film::COLUMN.year.gte(year)).count(db)
}

/// The titles of the newest films, the newest first; films of one year in the order of their titles.
/// There are never more than `how_many` of them.
pub fn newest_titles(db: &DatabaseConnection, how_many: u64) -> Result<Vec<String>, DbErr> {
    let mut films = film::Entity::find().limit(how_many).all(db)?;
    films.sort_by(|a, b| b.year.cmp(&a.year).then(a.title.cmp(&b.title)));
    Ok(films.into_iter().map(|film| film.title).collect())
}
