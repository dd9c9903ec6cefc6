//! The program puts the rows in order.

use crate::models::film;
use sea_orm::*;

pub fn reverse_order(db: &DatabaseConnection) -> Result<(), DbErr> {
    let mut films = film::Entity::find().all(db)?;
    films.sort_by(|one, other| other.title.cmp(&one.title));
    films.iter().for_each(|film| println!("{}", film.title));
    Ok(())
}
