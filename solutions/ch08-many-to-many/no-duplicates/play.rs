//! Says that a director directed a film, as often as it is asked to, and stores it once.

use crate::models::film_director;
use sea_orm::{sea_query::OnConflict, *};

/// Adds the pair, unless it is there already; returns whether it was added.
/// When the database refuses the pair for another reason, that error is returned.
pub fn link(db: &DatabaseConnection, film_id: i32, director_id: i32) -> Result<bool, DbErr> {
    let pair = film_director::ActiveModel {
        film_id: Set(film_id),
        director_id: Set(director_id),
        ..Default::default()
    };
    let columns = [film_director::Column::FilmId, film_director::Column::DirectorId];
    let same_pair = OnConflict::columns(columns).do_nothing().to_owned();
    let added =
        film_director::Entity::insert(pair).on_conflict(same_pair).exec_without_returning(db)?;
    Ok(added == 1)
}
