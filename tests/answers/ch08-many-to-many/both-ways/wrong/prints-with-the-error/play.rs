//! Before the error is returned, a line says that there is nobody; where there is nothing to print, nothing is printed.

use crate::models::{director, film};
use sea_orm::*;

/// Prints the name of everybody who directed the film, in alphabetical order.
/// A title that no film has is the error `DbErr::RecordNotFound`.
pub fn directors_of(db: &DatabaseConnection, title: &str) -> Result<(), DbErr> {
    let film = film::Entity::find()
        .filter(film::COLUMN.title.eq(title))
        .one(db)?
        .ok_or_else(|| DbErr::RecordNotFound(format!("film {title}")))?;
    for director in film.find_related(director::Entity).order_by_asc(director::COLUMN.name).all(db)? {
        println!("{}", director.name);
    }
    Ok(())
}

/// Prints the year and the title of every film of this director, the oldest first, and films of one year by their title.
/// A name that no director has is the error `DbErr::RecordNotFound`.
pub fn films_of(db: &DatabaseConnection, name: &str) -> Result<(), DbErr> {
    let Some(director) = director::Entity::find().filter(director::COLUMN.name.eq(name)).one(db)? else {
        println!("nobody is called {name}");
        return Err(DbErr::RecordNotFound(format!("director {name}")));
    };
    let films = director
        .find_related(film::Entity)
        .order_by_asc(film::COLUMN.year)
        .order_by_asc(film::COLUMN.title)
        .all(db)?;
    for film in films {
        println!("{} {}", film.year, film.title);
    }
    Ok(())
}
