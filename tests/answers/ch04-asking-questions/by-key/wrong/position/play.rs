//! The id is taken for a position in the list.

use crate::models::film;
use sea_orm::*;

pub fn print_film(db: &DatabaseConnection, id: i32) -> Result<(), DbErr> {
    let films = film::Entity::find().all(db)?;
    match films.get(id as usize - 1) {
        Some(film) => println!("{}", film.title),
        None => println!("there is no film {id}"),
    }
    Ok(())
}

pub fn year_of(db: &DatabaseConnection, id: i32) -> Result<i32, DbErr> {
    let film = film::Entity::find_by_id(id).one(db)?;
    Ok(film.ok_or_else(|| DbErr::RecordNotFound(format!("film {id}")))?.year)
}
