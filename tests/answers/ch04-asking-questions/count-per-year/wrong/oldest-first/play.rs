//! The oldest year comes first.

use crate::models::film;
use sea_orm::*;

pub fn count_per_year(db: &DatabaseConnection) -> Result<(), DbErr> {
    let counts: Vec<(i32, i64)> = film::Entity::find()
        .select_only()
        .column(film::Column::Year)
        .column_as(film::COLUMN.id.count(), "films")
        .group_by(film::Column::Year)
        .order_by_asc(film::COLUMN.year)
        .into_tuple()
        .all(db)?;
    counts.iter().for_each(|(year, films)| println!("{year}: {films}"));
    Ok(())
}
