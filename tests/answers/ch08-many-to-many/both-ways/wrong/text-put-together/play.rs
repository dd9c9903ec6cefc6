//! The condition is put together as a text, so a title with a quote in it breaks it.

use crate::models::{director, film};
use sea_orm::{sea_query::Expr, *};

pub fn directors_of(db: &DatabaseConnection, title: &str) -> Result<(), DbErr> {
    let named = Expr::cust(format!("title = '{title}'"));
    let film = film::Entity::find().filter(named).one(db)?;
    let film = film.ok_or_else(|| DbErr::RecordNotFound(title.to_string()))?;
    let directors = film.find_related(director::Entity).order_by_asc(director::COLUMN.name);
    for director in directors.all(db)? {
        println!("{}", director.name);
    }
    Ok(())
}

pub fn films_of(db: &DatabaseConnection, name: &str) -> Result<(), DbErr> {
    let named = Expr::cust(format!("name = '{name}'"));
    let director = director::Entity::find().filter(named).one(db)?;
    let director = director.ok_or_else(|| DbErr::RecordNotFound(name.to_string()))?;
    let films = director.find_related(film::Entity);
    for film in films.order_by_asc(film::COLUMN.year).order_by_asc(film::COLUMN.title).all(db)? {
        println!("{} {}", film.year, film.title);
    }
    Ok(())
}
