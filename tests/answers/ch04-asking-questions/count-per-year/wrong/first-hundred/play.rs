//! Only a hundred years are printed.

use crate::models::film;
use sea_orm::*;

/// Prints a line such as `1979: 3` for every year that has films, the newest year first.
pub fn count_per_year(db: &DatabaseConnection) -> Result<(), DbErr> {
    let counts: Vec<(i32, i64)> = film::Entity::find()
        .select_only()
        .column(film::Column::Year)
        .column_as(film::COLUMN.id.count(), "films")
        .group_by(film::Column::Year)
        .order_by_desc(film::COLUMN.year)
        .limit(100)
        .into_tuple()
        .all(db)?;
    for (year, films) in counts {
        println!("{year}: {films}");
    }
    Ok(())
}
