//! The groups are written with expressions, as the chapter writes its decades.

use crate::models::film;
use sea_orm::{prelude::Expr, *};

pub fn count_per_year(db: &DatabaseConnection) -> Result<(), DbErr> {
    let year = Expr::cust("year");
    let counts: Vec<(i32, i64)> = film::Entity::find()
        .select_only()
        .expr_as(year.clone(), "a_year")
        .expr_as(Expr::cust("count(*)"), "films")
        .group_by(year.clone())
        .order_by(year, Order::Desc)
        .into_tuple()
        .all(db)?;
    counts.iter().for_each(|(year, films)| println!("{year}: {films}"));
    Ok(())
}
