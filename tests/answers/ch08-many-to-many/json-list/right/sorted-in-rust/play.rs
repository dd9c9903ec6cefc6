//! Fetches everything and does the searching and sorting in Rust.

use crate::models::film;
use sea_orm::*;

pub fn add_language(db: &DatabaseConnection, title: &str, language: &str) -> Result<(), DbErr> {
    let films = film::Entity::find().all(db)?;
    let Some(mut film) = films.into_iter().find(|film| film.title == title) else {
        return Err(DbErr::RecordNotFound("no such film".to_string()));
    };
    let language = language.to_string();
    if !film.languages.0.contains(&language) {
        film.languages.0.push(language);
    }
    // Written back in any case; the same list is the same row.
    film.into_active_model().reset_all().update(db)?;
    Ok(())
}

pub fn films_in(db: &DatabaseConnection, language: &str) -> Result<(), DbErr> {
    let mut films = film::Entity::find().all(db)?;
    films.retain(|film| film.languages.0.contains(&language.to_string()));
    let mut titles: Vec<String> = films.into_iter().map(|film| film.title).collect();
    titles.sort();
    titles.iter().for_each(|title| println!("{title}"));
    Ok(())
}
