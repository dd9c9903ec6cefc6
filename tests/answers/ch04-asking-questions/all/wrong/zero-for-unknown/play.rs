//! A length that is not known is printed as 0.

use crate::models::film;
use sea_orm::*;

pub fn print_all(db: &DatabaseConnection) -> Result<(), DbErr> {
    for film in film::Entity::find().all(db)? {
        println!("{} ({}), {} min", film.title, film.year, film.minutes.unwrap_or(0));
    }
    Ok(())
}
