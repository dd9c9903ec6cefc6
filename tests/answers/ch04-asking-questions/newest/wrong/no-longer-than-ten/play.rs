//! Never more than ten titles, whoever asks for more.

use crate::models::film;
use sea_orm::*;

pub fn how_many_since(db: &DatabaseConnection, year: i32) -> Result<u64, DbErr> {
    film::Entity::find().filter(film::COLUMN.year.gte(year)).count(db)
}

pub fn newest_titles(db: &DatabaseConnection, how_many: u64) -> Result<Vec<String>, DbErr> {
    film::Entity::find()
        .select_only()
        .column(film::Column::Title)
        .order_by_desc(film::COLUMN.year)
        .order_by_asc(film::COLUMN.title)
        .limit(std::cmp::min(how_many, 10))
        .into_tuple()
        .all(db)
}
