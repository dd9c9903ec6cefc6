//! Inserts, and forgives only the error of the unique pair.

use crate::models::film_director;
use sea_orm::*;

pub fn link(db: &DatabaseConnection, film_id: i32, director_id: i32) -> Result<bool, DbErr> {
    let pair =
        film_director::ActiveModel { film_id: Set(film_id), director_id: Set(director_id), ..Default::default() };
    match pair.insert(db) {
        Ok(_) => Ok(true),
        Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => Ok(false),
        Err(error) => Err(error),
    }
}
