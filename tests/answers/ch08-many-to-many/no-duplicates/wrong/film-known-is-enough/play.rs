//! Link looks only for the film, not for the pair.
use crate::models::film_director;
use sea_orm::*;

pub fn link(db: &DatabaseConnection, film_id: i32, director_id: i32) -> Result<bool, DbErr> {
    let pair = film_director::ActiveModel { film_id: Set(film_id), director_id: Set(director_id), ..Default::default() };
    if film_director::Entity::find().filter(film_director::COLUMN.film_id.eq(film_id)).one(db)?.is_some() { return Ok(false); }
    pair.insert(db)?;
    Ok(true)
}
