//! Looks whether the pair is there, and adds it if not.

use crate::models::film_director;
use sea_orm::*;

pub fn link(db: &DatabaseConnection, film_id: i32, director_id: i32) -> Result<bool, DbErr> {
    let known = film_director::Entity::find()
        .filter(film_director::COLUMN.film_id.eq(film_id))
        .filter(film_director::COLUMN.director_id.eq(director_id))
        .one(db)?;
    if known.is_some() {
        return Ok(false);
    }
    film_director::ActiveModel { film_id: Set(film_id), director_id: Set(director_id), ..Default::default() }
        .insert(db)?;
    Ok(true)
}
