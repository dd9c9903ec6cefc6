//! The rows are fetched two at a time.

use crate::models::film;
use sea_orm::*;

pub fn reverse_order(db: &DatabaseConnection) -> Result<(), DbErr> {
    let mut pages = film::Entity::find().order_by_desc(film::COLUMN.title).paginate(db, 2);
    while let Some(films) = pages.fetch_and_next()? {
        for film in films {
            println!("{}", film.title);
        }
    }
    Ok(())
}
