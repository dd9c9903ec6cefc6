//! Years after 2010 are left out.

use crate::models::film;
use sea_orm::*;

pub fn count_per_year(db: &DatabaseConnection) -> Result<(), DbErr> {
    let counts: Vec<(i32, i64)> = film::Entity::find().select_only().column(film::Column::Year).column_as(film::COLUMN.id.count(), "films").filter(film::COLUMN.year.lte(2010)).group_by(film::Column::Year).order_by_desc(film::COLUMN.year).into_tuple().all(db)?;
    for (year, films) in counts {
        println!("{year}: {films}");
    }
    Ok(())
}
