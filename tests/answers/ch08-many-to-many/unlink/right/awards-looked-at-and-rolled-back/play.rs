//! Goes through the director's films, takes each pair away by its key, and rolls back in so many words.

use crate::models::{director, film, film_director};
use sea_orm::*;

pub fn unlink(db: &DatabaseConnection, title: &str, name: &str) -> Result<(), DbErr> {
    let film = film::Entity::find().filter(film::COLUMN.title.eq(title)).one(db)?;
    let director = director::Entity::find().filter(director::COLUMN.name.eq(name)).one(db)?;
    let (Some(film), Some(director)) = (film, director) else {
        return Err(DbErr::RecordNotFound("one of the two is not there".to_string()));
    };
    let gone = film_director::Entity::delete_many()
        .filter(film_director::COLUMN.film_id.eq(film.id))
        .filter(film_director::COLUMN.director_id.eq(director.id))
        .exec(db)?;
    match gone.rows_affected {
        0 => Err(DbErr::RecordNotFound("they are not linked".to_string())),
        _ => Ok(()),
    }
}

pub fn remove_director(db: &DatabaseConnection, name: &str) -> Result<(), DbErr> {
    let director = director::Entity::find().filter(director::COLUMN.name.eq(name)).one(db)?;
    let director = director.ok_or(DbErr::RecordNotFound(name.to_string()))?;
    let films = director.find_related(film::Entity).all(db)?;
    let txn = db.begin()?;
    for film in films {
        film_director::Entity::delete_by_id((film.id, director.id)).exec(&txn)?;
    }
    if let Err(error) = director::Entity::delete_by_id(director.id).exec(&txn) {
        txn.rollback()?;
        return Err(error);
    }
    txn.commit()
}
