//! A film that is not there ends the program.

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
    Ok(film::Entity::find_by_id(id).one(db)?.unwrap().year)
}
