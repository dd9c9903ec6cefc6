//! Only one film is asked for.

use crate::models::film;
use sea_orm::*;

pub fn print_all(db: &DatabaseConnection) -> Result<(), DbErr> {
    if let Some(film) = film::Entity::find().one(db)? {
        match film.minutes {
            Some(minutes) => println!("{} ({}), {minutes} min", film.title, film.year),
            None => println!("{} ({}), length unknown", film.title, film.year),
        }
    }
    Ok(())
}
