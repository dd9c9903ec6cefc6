//! The conditions in one Condition::all, and an order that nobody asked for and that does no harm.

use crate::models::film;
use sea_orm::*;

/// Prints the titles of the films without stars, from the years `first` to `last`, both of them included.
pub fn not_rated_between(db: &DatabaseConnection, first: i32, last: i32) -> Result<(), DbErr> {
    let fits = Condition::all()
        .add(film::Column::Year.lte(last))
        .add(film::Column::Year.gte(first))
        .add(film::Column::Stars.is_null());
    let films = film::Entity::find()
        .filter(fits)
        .order_by_desc(film::COLUMN.year)
        .order_by_desc(film::COLUMN.id)
        .all(db)?;
    films.iter().for_each(|film| println!("{}", film.title));
    Ok(())
}
