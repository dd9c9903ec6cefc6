//! Two films of one title make one line.

use crate::models::film;
use sea_orm::*;

pub fn print_all(db: &DatabaseConnection) -> Result<(), DbErr> {
    let films: std::collections::BTreeMap<String, film::Model> =
        film::Entity::find().all(db)?.into_iter().map(|film| (film.title.clone(), film)).collect();
    for film in films.into_values() {
        match film.minutes {
            Some(minutes) => println!("{} ({}), {minutes} min", film.title, film.year),
            None => println!("{} ({}), length unknown", film.title, film.year),
        }
    }
    Ok(())
}
