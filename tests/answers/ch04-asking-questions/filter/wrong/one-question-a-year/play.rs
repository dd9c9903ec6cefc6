//! Asks once for each year from the first to the last.

use crate::models::film;
use sea_orm::*;

pub fn not_rated_between(db: &DatabaseConnection, first: i32, last: i32) -> Result<(), DbErr> {
    for year in first..=last {
        let films = film::Entity::find()
            .filter(film::COLUMN.stars.is_null())
            .filter(film::COLUMN.year.eq(year))
            .all(db)?;
        for film in films {
            println!("{}", film.title);
        }
    }
    Ok(())
}
