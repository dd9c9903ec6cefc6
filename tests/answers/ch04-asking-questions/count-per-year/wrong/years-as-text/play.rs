//! The years are ordered as texts: 999 would come before 1979, and -1 before -10.

use crate::models::film;
use sea_orm::{prelude::Expr, *};

/// Prints a line such as `1979: 3` for every year that has films, the newest year first.
pub fn count_per_year(db: &DatabaseConnection) -> Result<(), DbErr> {
    let counts: Vec<(i32, i64)> = film::Entity::find()
        .select_only()
        .column(film::Column::Year)
        .column_as(film::COLUMN.id.count(), "films")
        .group_by(film::Column::Year)
        .order_by(Expr::cust("CAST(year AS TEXT)"), Order::Desc)
        .into_tuple()
        .all(db)?;
    for (year, films) in counts {
        println!("{year}: {films}");
    }
    Ok(())
}
