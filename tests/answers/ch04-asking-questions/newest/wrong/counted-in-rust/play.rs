//! The films are fetched to be counted.

use crate::models::film;
use sea_orm::*;

pub fn how_many_since(db: &DatabaseConnection, year: i32) -> Result<u64, DbErr> {
    Ok(film::Entity::find().filter(film::COLUMN.year.gte(year)).all(db)?.len() as u64)
}

pub fn newest_titles(db: &DatabaseConnection, how_many: u64) -> Result<Vec<String>, DbErr> {
    film::Entity::find()
        .select_only()
        .column(film::Column::Title)
        .order_by_desc(film::COLUMN.year)
        .order_by_asc(film::COLUMN.title)
        .limit(how_many)
        .into_tuple()
        .all(db)
}
