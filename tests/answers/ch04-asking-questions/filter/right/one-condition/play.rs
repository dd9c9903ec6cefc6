//! The three conditions are one, and the years are compared with the numbers just outside.

use crate::models::film;
use sea_orm::*;

/// Prints the titles of the films without stars, from the years `first` to `last`, both of them included.
pub fn not_rated_between(db: &DatabaseConnection, first: i32, last: i32) -> Result<(), DbErr> {
    let fits = Condition::all()
        .add(film::Column::Stars.is_null())
        .add(film::Column::Year.gt(first - 1))
        .add(film::Column::Year.lt(last + 1));
    let titles: Vec<String> = film::Entity::find()
        .select_only()
        .column(film::Column::Title)
        .filter(fits)
        .into_tuple()
        .all(db)?;
    for title in titles {
        println!("{title}");
    }
    Ok(())
}
