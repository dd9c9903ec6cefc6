//! Stars below 0 count as none.

use crate::models::film;
use sea_orm::{sea_query::Expr, *};

/// Prints the titles of the films without stars, from the years `first` to `last`, both of them included.
pub fn not_rated_between(db: &DatabaseConnection, first: i32, last: i32) -> Result<(), DbErr> {
    let films = film::Entity::find()
        .filter(Expr::cust("coalesce(stars, -1) = -1"))
        .filter(film::COLUMN.year.gte(first))
        .filter(film::COLUMN.year.lte(last))
        .all(db)?;
    for film in films {
        println!("{}", film.title);
    }
    Ok(())
}
