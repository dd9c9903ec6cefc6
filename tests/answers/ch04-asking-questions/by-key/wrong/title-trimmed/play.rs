//! The title is printed without the blanks at its ends: ' Solaris' is printed as 'Solaris'.

use crate::models::film;
use sea_orm::*;

/// Prints the title of the film with this id, or `there is no film 12`.
pub fn print_film(db: &DatabaseConnection, id: i32) -> Result<(), DbErr> {
    match film::Entity::find_by_id(id).one(db)? {
        Some(film) => println!("{}", film.title.trim()),
        None => println!("there is no film {id}"),
    }
    Ok(())
}

/// The year of the film with this id. Without such a film it is the error `DbErr::RecordNotFound`.
pub fn year_of(db: &DatabaseConnection, id: i32) -> Result<i32, DbErr> {
    let found = film::Entity::find_by_id(id).one(db)?;
    let film = found.ok_or_else(|| DbErr::RecordNotFound(format!("film {id}")))?;
    Ok(film.year)
}
