//! Orders by the first twenty characters only: titles that differ later come in the order of their ids.

use crate::models::film;
use sea_orm::{prelude::Expr, *};

/// Prints the title of every film, one on a line, in reverse alphabetical order.
pub fn reverse_order(db: &DatabaseConnection) -> Result<(), DbErr> {
    let films = film::Entity::find()
        .order_by(Expr::cust("substr(title, 1, 20)"), Order::Desc)
        .order_by_asc(film::COLUMN.id)
        .all(db)?;
    for film in films {
        println!("{}", film.title);
    }
    Ok(())
}
