//! Looks only at the last language of the list before it adds.
use crate::models::film;
use sea_orm::*;

pub fn add_language(db: &DatabaseConnection, title: &str, language: &str) -> Result<(), DbErr> {
    let film = film::Entity::find().filter(film::COLUMN.title.eq(title)).one(db)?.ok_or_else(|| DbErr::RecordNotFound(title.to_string()))?;
    let mut languages = film.languages.clone();
    if languages.0.last().is_some_and(|known| known == language) { return Ok(()); }
    languages.0.push(language.to_string());
    let mut film = film.into_active_model();
    film.languages = Set(languages);
    film.update(db)?;
    Ok(())
}

pub fn films_in(db: &DatabaseConnection, language: &str) -> Result<(), DbErr> {
    for film in film::Entity::find().order_by_asc(film::COLUMN.title).all(db)? {
        if film.languages.0.iter().any(|l| l == language) { println!("{}", film.title); }
    }
    Ok(())
}
