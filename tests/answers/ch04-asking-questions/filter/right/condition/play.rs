//! The three conditions stand in one `Condition`, and only the titles are asked for.

use crate::models::film;
use sea_orm::*;

pub fn not_rated_between(db: &DatabaseConnection, first: i32, last: i32) -> Result<(), DbErr> {
    let fits = Condition::all()
        .add(film::COLUMN.year.lte(last))
        .add(film::COLUMN.year.gte(first))
        .add(film::COLUMN.stars.is_null());
    let titles: Vec<String> = film::Entity::find()
        .select_only()
        .column(film::Column::Title)
        .filter(fits)
        .into_tuple()
        .all(db)?;
    titles.iter().for_each(|title| println!("{title}"));
    Ok(())
}
