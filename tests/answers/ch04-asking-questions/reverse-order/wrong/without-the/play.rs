//! A title is sorted without its article.

use crate::models::film;
use sea_orm::*;

pub fn reverse_order(db: &DatabaseConnection) -> Result<(), DbErr> {
    let mut films = film::Entity::find().all(db)?;
    films.sort_by_key(|film| {
        std::cmp::Reverse(film.title.strip_prefix("The ").unwrap_or(&film.title).to_string())
    });
    for film in films {
        println!("{}", film.title);
    }
    Ok(())
}
