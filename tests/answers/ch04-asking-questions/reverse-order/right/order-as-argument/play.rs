//! The direction is an argument, and the column has its other name.

use crate::models::film;
use sea_orm::*;

/// Prints the title of every film, one on a line, in reverse alphabetical order.
pub fn reverse_order(db: &DatabaseConnection) -> Result<(), DbErr> {
    let films = film::Entity::find().order_by(film::Column::Title, Order::Desc).all(db)?;
    for film in films {
        println!("{}", film.title);
    }
    Ok(())
}
