//! A length that is not known ends the program.

use crate::models::film;
use sea_orm::*;

pub fn print_all(db: &DatabaseConnection) -> Result<(), DbErr> {
    for film in film::Entity::find().all(db)? {
        println!("{} ({}), {} min", film.title, film.year, film.minutes.unwrap());
    }
    Ok(())
}
