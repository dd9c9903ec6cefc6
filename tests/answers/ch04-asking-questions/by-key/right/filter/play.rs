//! The id is a condition like any other, and the two functions share the question.

use crate::models::film;
use sea_orm::*;

fn find(db: &DatabaseConnection, id: i32) -> Result<Option<film::Model>, DbErr> {
    film::Entity::find().filter(film::COLUMN.id.eq(id)).one(db)
}

pub fn print_film(db: &DatabaseConnection, id: i32) -> Result<(), DbErr> {
    let title = find(db, id)?.map(|film| film.title);
    println!("{}", title.unwrap_or_else(|| format!("there is no film {id}")));
    Ok(())
}

pub fn year_of(db: &DatabaseConnection, id: i32) -> Result<i32, DbErr> {
    match find(db, id)? {
        Some(film) => Ok(film.year),
        None => Err(DbErr::RecordNotFound(format!("nobody has heard of film {id}"))),
    }
}
