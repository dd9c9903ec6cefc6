//! Lines are sorted, in place of years.

use crate::models::{director, film};
use sea_orm::*;

/// Prints the name of everybody who directed the film, in alphabetical order.
pub fn directors_of(db: &DatabaseConnection, title: &str) -> Result<(), DbErr> {
    let film = film::Entity::find()
        .filter(film::COLUMN.title.eq(title))
        .one(db)?
        .ok_or_else(|| DbErr::RecordNotFound(title.to_string()))?;
    for director in film.find_related(director::Entity).order_by_asc(director::COLUMN.name).all(db)? {
        println!("{}", director.name);
    }
    Ok(())
}

/// Prints the year and the title of every film of this director, the oldest first.
pub fn films_of(db: &DatabaseConnection, name: &str) -> Result<(), DbErr> {
    let director = director::Entity::find()
        .filter(director::COLUMN.name.eq(name))
        .one(db)?
        .ok_or_else(|| DbErr::RecordNotFound(name.to_string()))?;
    let films = director.find_related(film::Entity).all(db)?;
    let mut lines: Vec<String> = films.iter().map(|film| format!("{} {}", film.year, film.title)).collect();
    lines.sort();
    for line in lines {
        println!("{line}");
    }
    Ok(())
}
