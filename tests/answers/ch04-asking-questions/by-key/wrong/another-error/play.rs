//! The error is of another kind than the task names.

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
    let film = film::Entity::find_by_id(id).one(db)?;
    Ok(film.ok_or_else(|| DbErr::Custom(format!("no film {id}")))?.year)
}
