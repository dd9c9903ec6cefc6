//! Small letters and capital ones are sorted alike.

use crate::models::film;
use sea_orm::*;

pub fn reverse_order(db: &DatabaseConnection) -> Result<(), DbErr> {
    let mut films = film::Entity::find().all(db)?;
    films.sort_by_key(|film| film.title.to_lowercase());
    films.iter().rev().for_each(|film| println!("{}", film.title));
    Ok(())
}
