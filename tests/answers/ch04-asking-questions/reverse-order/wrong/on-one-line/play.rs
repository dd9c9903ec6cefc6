//! All titles stand on one line.

use crate::models::film;
use sea_orm::*;

/// Prints the title of every film, one on a line, in reverse alphabetical order.
pub fn reverse_order(db: &DatabaseConnection) -> Result<(), DbErr> {
    let films = film::Entity::find().order_by_desc(film::COLUMN.title).all(db)?;
    let titles: Vec<String> = films.into_iter().map(|film| film.title).collect();
    println!("{}", titles.join(", "));
    Ok(())
}
