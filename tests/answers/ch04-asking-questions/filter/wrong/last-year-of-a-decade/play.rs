//! The last year counts only where it ends a decade (1979, 1929), or where two years at most
//! are asked for, as in the calls that show: from 1970 to 1975 the films of 1975 are missing.

use crate::models::film;
use sea_orm::*;

/// Prints the titles of the films without stars, from the years `first` to `last`, both of them included.
pub fn not_rated_between(db: &DatabaseConnection, first: i32, last: i32) -> Result<(), DbErr> {
    let last = if last % 10 == 9 || last - first < 2 || last > 9_999 { last } else { last - 1 };
    let films = film::Entity::find()
        .filter(film::COLUMN.stars.is_null())
        .filter(film::COLUMN.year.gte(first))
        .filter(film::COLUMN.year.lte(last))
        .all(db)?;
    for film in films {
        println!("{}", film.title);
    }
    Ok(())
}
