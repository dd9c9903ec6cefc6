//! One question for each title in place of one for all.

use crate::models::film;
use sea_orm::*;

pub fn how_many_since(db: &DatabaseConnection, year: i32) -> Result<u64, DbErr> {
    film::Entity::find().filter(film::COLUMN.year.gte(year)).count(db)
}

pub fn newest_titles(db: &DatabaseConnection, how_many: u64) -> Result<Vec<String>, DbErr> {
    let ids: Vec<i32> = film::Entity::find()
        .select_only()
        .column(film::Column::Id)
        .order_by_desc(film::COLUMN.year)
        .order_by_asc(film::COLUMN.title)
        .limit(how_many)
        .into_tuple()
        .all(db)?;
    let mut titles = Vec::new();
    for id in ids {
        if let Some(film) = film::Entity::find_by_id(id).one(db)? {
            titles.push(film.title);
        }
    }
    Ok(titles)
}
