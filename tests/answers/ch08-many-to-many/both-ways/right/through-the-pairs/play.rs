//! Goes through the join table by hand, one pair after the other, and sorts in Rust.

use crate::models::{director, film, film_director};
use sea_orm::*;

pub fn directors_of(db: &DatabaseConnection, title: &str) -> Result<(), DbErr> {
    let film = film::Entity::find().filter(film::COLUMN.title.eq(title)).one(db)?;
    let film = film.ok_or(DbErr::RecordNotFound(title.to_string()))?;
    let mut names = Vec::new();
    for pair in film_director::Entity::find().filter(film_director::COLUMN.film_id.eq(film.id)).all(db)? {
        let director = director::Entity::find_by_id(pair.director_id).one(db)?;
        names.extend(director.map(|director| director.name));
    }
    names.sort();
    for name in names {
        println!("{name}");
    }
    Ok(())
}

pub fn films_of(db: &DatabaseConnection, name: &str) -> Result<(), DbErr> {
    let director = director::Entity::find().filter(director::COLUMN.name.eq(name)).one(db)?;
    let director = director.ok_or(DbErr::RecordNotFound(name.to_string()))?;
    let mut films = Vec::new();
    for pair in film_director::Entity::find().filter(film_director::COLUMN.director_id.eq(director.id)).all(db)? {
        films.extend(film::Entity::find_by_id(pair.film_id).one(db)?);
    }
    films.sort_by_key(|film| (film.year, film.title.clone()));
    for film in films {
        println!("{} {}", film.year, film.title);
    }
    Ok(())
}
