//! Asks for the years first, and then for the number of films of each.

use crate::models::film;
use sea_orm::*;

pub fn count_per_year(db: &DatabaseConnection) -> Result<(), DbErr> {
    let years: Vec<i32> = film::Entity::find()
        .select_only()
        .column(film::Column::Year)
        .distinct()
        .order_by_desc(film::COLUMN.year)
        .into_tuple()
        .all(db)?;
    for year in years {
        let films = film::Entity::find().filter(film::COLUMN.year.eq(year)).count(db)?;
        println!("{year}: {films}");
    }
    Ok(())
}
