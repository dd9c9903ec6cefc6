//! Every film is counted by itself.

use crate::models::film;
use sea_orm::*;

pub fn count_per_year(db: &DatabaseConnection) -> Result<(), DbErr> {
    for film in film::Entity::find().order_by_desc(film::COLUMN.year).all(db)? {
        println!("{}: 1", film.year);
    }
    Ok(())
}
