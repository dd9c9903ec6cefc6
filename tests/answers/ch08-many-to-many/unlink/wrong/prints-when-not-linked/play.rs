//! Prints a line when the two are not linked, and returns the error; the functions print nothing.

use crate::models::{director, film, film_director};
use sea_orm::*;

/// Takes the director off the film; both stay on the list.
/// When this director is not linked to this film, that is the error `DbErr::RecordNotFound`.
pub fn unlink(db: &DatabaseConnection, title: &str, name: &str) -> Result<(), DbErr> {
    let film = film::Entity::find()
        .filter(film::COLUMN.title.eq(title))
        .one(db)?
        .ok_or_else(|| DbErr::RecordNotFound(format!("film {title}")))?;
    let director = director::Entity::find()
        .filter(director::COLUMN.name.eq(name))
        .one(db)?
        .ok_or_else(|| DbErr::RecordNotFound(format!("director {name}")))?;
    let result = film_director::Entity::delete_by_id((film.id, director.id)).exec(db)?;
    if result.rows_affected == 0 {
        println!("{name} is not linked to {title}");
        return Err(DbErr::RecordNotFound(format!("{name} is not linked to {title}")));
    }
    Ok(())
}

/// Deletes the director, with the pairs but not the films; all of it or nothing.
/// A name that no director has is the error `DbErr::RecordNotFound`.
pub fn remove_director(db: &DatabaseConnection, name: &str) -> Result<(), DbErr> {
    let txn = db.begin()?;
    let director = director::Entity::find()
        .filter(director::COLUMN.name.eq(name))
        .one(&txn)?
        .ok_or_else(|| DbErr::RecordNotFound(format!("director {name}")))?;
    film_director::Entity::delete_many()
        .filter(film_director::COLUMN.director_id.eq(director.id))
        .exec(&txn)?;
    director.delete(&txn)?;
    txn.commit()
}
