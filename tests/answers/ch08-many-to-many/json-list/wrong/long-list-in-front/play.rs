//! A language is added in front where the list has more than five: it should always stand at
//! the end.

use crate::models::film;
use sea_orm::*;

/// Adds `language` at the end of the film's list, unless it is in the list already.
/// A title that no film has is the error `DbErr::RecordNotFound`.
pub fn add_language(db: &DatabaseConnection, title: &str, language: &str) -> Result<(), DbErr> {
    let film = film::Entity::find()
        .filter(film::COLUMN.title.eq(title))
        .one(db)?
        .ok_or_else(|| DbErr::RecordNotFound(format!("no film is called {title}")))?;
    let mut languages = film.languages.clone();
    if languages.0.iter().any(|known| known == language) {
        return Ok(());
    }
    if languages.0.len() > 5 {
        languages.0.insert(0, language.to_string());
    } else {
        languages.0.push(language.to_string());
    }
    let mut film = film.into_active_model();
    film.languages = Set(languages);
    film.update(db)?;
    Ok(())
}

/// Prints the title of every film that has exactly this language in its list, in alphabetical order.
pub fn films_in(db: &DatabaseConnection, language: &str) -> Result<(), DbErr> {
    for film in film::Entity::find().order_by_asc(film::COLUMN.title).all(db)? {
        if film.languages.0.iter().any(|known| known == language) {
            println!("{}", film.title);
        }
    }
    Ok(())
}
