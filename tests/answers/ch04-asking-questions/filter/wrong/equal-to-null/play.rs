//! `NULL` is compared with `=`, which is never true.

use crate::models::film;
use sea_orm::{prelude::Expr, *};

pub fn not_rated_between(db: &DatabaseConnection, first: i32, last: i32) -> Result<(), DbErr> {
    let films = film::Entity::find()
        .filter(Expr::cust("stars = NULL"))
        .filter(film::COLUMN.year.gte(first))
        .filter(film::COLUMN.year.lte(last))
        .all(db)?;
    films.iter().for_each(|film| println!("{}", film.title));
    Ok(())
}
