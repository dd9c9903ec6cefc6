//! Films of one year with one title are counted once where the title has more than ten letters:
//! two remakes called `Ocean's Eleven` in a year are one.

use crate::models::film;
use sea_orm::{sea_query::Expr, *};

/// Prints a line such as `1979: 3` for every year that has films, the newest year first.
pub fn count_per_year(db: &DatabaseConnection) -> Result<(), DbErr> {
    let counts: Vec<(i32, i64)> = film::Entity::find()
        .select_only()
        .column(film::Column::Year)
        .column_as(Expr::cust("count(DISTINCT CASE WHEN length(title) > 10 THEN title ELSE id END)"), "films")
        .group_by(film::Column::Year)
        .order_by_desc(film::COLUMN.year)
        .into_tuple()
        .all(db)?;
    for (year, films) in counts {
        println!("{year}: {films}");
    }
    Ok(())
}
