//! Nothing is said when there is no such film.

use crate::models::film;
use sea_orm::*;

pub fn print_film(db: &DatabaseConnection, id: i32) -> Result<(), DbErr> {
    if let Some(film) = film::Entity::find_by_id(id).one(db)? {
        println!("{}", film.title);
    }
    Ok(())
}

pub fn year_of(db: &DatabaseConnection, id: i32) -> Result<i32, DbErr> {
    let film = film::Entity::find_by_id(id).one(db)?;
    Ok(film.ok_or_else(|| DbErr::RecordNotFound(format!("film {id}")))?.year)
}
