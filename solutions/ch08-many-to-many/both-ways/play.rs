//! Goes from a film to its directors, and from a director to the films.

use crate::models::{director, film};
use sea_orm::*;

/// Prints the name of everybody who directed the film, in alphabetical order.
/// A title that no film has is the error `DbErr::RecordNotFound`.
pub fn directors_of(db: &DatabaseConnection, title: &str) -> Result<(), DbErr> {
    let film = film::Entity::find().filter(film::COLUMN.title.eq(title)).one(db)?;
    let film = film.ok_or_else(|| DbErr::RecordNotFound(format!("no film is called {title}")))?;
    for director in
        film.find_related(director::Entity).order_by_asc(director::COLUMN.name).all(db)?
    {
        println!("{}", director.name);
    }
    Ok(())
}

/// Prints the year and the title of every film of this director, the oldest first, and films of one year by their title.
/// A name that no director has is the error `DbErr::RecordNotFound`.
pub fn films_of(db: &DatabaseConnection, name: &str) -> Result<(), DbErr> {
    let director = director::Entity::find().filter(director::COLUMN.name.eq(name)).one(db)?;
    let director =
        director.ok_or_else(|| DbErr::RecordNotFound(format!("no director is called {name}")))?;
    let films = director.find_related(film::Entity);
    for film in films.order_by_asc(film::COLUMN.year).order_by_asc(film::COLUMN.title).all(db)? {
        println!("{} {}", film.year, film.title);
    }
    Ok(())
}
