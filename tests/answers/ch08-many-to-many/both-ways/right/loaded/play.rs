//! Loads each row together with the other end.

use crate::models::{director, film};
use sea_orm::*;

pub fn directors_of(db: &DatabaseConnection, title: &str) -> Result<(), DbErr> {
    let film = film::Entity::load().filter(film::COLUMN.title.eq(title)).with(director::Entity).one(db)?;
    let film = film.ok_or_else(|| DbErr::RecordNotFound(format!("no film {title}")))?;
    let mut names: Vec<String> = film.directors.into_iter().map(|director| director.name).collect();
    names.sort();
    names.iter().for_each(|name| println!("{name}"));
    Ok(())
}

pub fn films_of(db: &DatabaseConnection, name: &str) -> Result<(), DbErr> {
    let director = director::Entity::load().filter(director::COLUMN.name.eq(name)).with(film::Entity).one(db)?;
    let director = director.ok_or_else(|| DbErr::RecordNotFound(format!("no director {name}")))?;
    let mut lines: Vec<(i32, String)> = director.films.into_iter().map(|film| (film.year, film.title)).collect();
    lines.sort();
    lines.iter().for_each(|(year, title)| println!("{year} {title}"));
    Ok(())
}
