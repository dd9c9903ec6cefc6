//! The database puts the rows in order, and the program turns them round.

use crate::models::film;
use sea_orm::*;

pub fn reverse_order(db: &DatabaseConnection) -> Result<(), DbErr> {
    for film in film::Entity::find().order_by_asc(film::COLUMN.title).all(db)?.into_iter().rev() {
        println!("{}", film.title);
    }
    Ok(())
}
