//! Takes a director off one film, and takes a director off the list altogether.

use crate::models::{director, film, film_director};
use sea_orm::*;

/// Takes the director off the film; both stay on the list.
/// When this director is not linked to this film, that is the error `DbErr::RecordNotFound`.
pub fn unlink(db: &DatabaseConnection, title: &str, name: &str) -> Result<(), DbErr> {
    let missing = || DbErr::RecordNotFound(format!("{name} is not linked to {title}"));
    let film =
        film::Entity::find().filter(film::COLUMN.title.eq(title)).one(db)?.ok_or_else(missing)?;
    let director = find_director(db, name)?;
    let result = film_director::Entity::delete_by_id((film.id, director.id)).exec(db)?;
    if result.rows_affected == 0 { Err(missing()) } else { Ok(()) }
}

/// Deletes the director, with the pairs but not the films; all of it or nothing.
/// A name that no director has is the error `DbErr::RecordNotFound`.
pub fn remove_director(db: &DatabaseConnection, name: &str) -> Result<(), DbErr> {
    let txn = db.begin()?;
    let director = find_director(&txn, name)?;
    film_director::Entity::delete_many()
        .filter(film_director::COLUMN.director_id.eq(director.id))
        .exec(&txn)?;
    director.delete(&txn)?;
    txn.commit()
}

fn find_director(db: &impl ConnectionTrait, name: &str) -> Result<director::Model, DbErr> {
    let found = director::Entity::find().filter(director::COLUMN.name.eq(name)).one(db)?;
    found.ok_or_else(|| DbErr::RecordNotFound(format!("no director is called {name}")))
}
