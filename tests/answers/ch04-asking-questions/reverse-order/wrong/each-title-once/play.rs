//! A title that two films share is printed once.

use crate::models::film;
use sea_orm::*;

pub fn reverse_order(db: &DatabaseConnection) -> Result<(), DbErr> {
    let films = film::Entity::find().all(db)?;
    let titles: std::collections::BTreeSet<String> = films.into_iter().map(|film| film.title).collect();
    for title in titles.iter().rev() {
        println!("{title}");
    }
    Ok(())
}
