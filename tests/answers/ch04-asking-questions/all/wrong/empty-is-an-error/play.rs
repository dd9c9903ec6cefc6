//! An empty table is taken for an error.

use crate::models::film;
use sea_orm::*;

pub fn print_all(db: &DatabaseConnection) -> Result<(), DbErr> {
    let films = film::Entity::find().all(db)?;
    if films.is_empty() {
        return Err(DbErr::RecordNotFound("no films".to_string()));
    }
    for film in films {
        match film.minutes {
            Some(minutes) => println!("{} ({}), {minutes} min", film.title, film.year),
            None => println!("{} ({}), length unknown", film.title, film.year),
        }
    }
    Ok(())
}
