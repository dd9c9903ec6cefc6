//! Films of unknown length are passed over.

use crate::models::film;
use sea_orm::*;

pub fn print_all(db: &DatabaseConnection) -> Result<(), DbErr> {
    for film in film::Entity::find().all(db)? {
        if let Some(minutes) = film.minutes {
            println!("{} ({}), {minutes} min", film.title, film.year);
        }
    }
    Ok(())
}
