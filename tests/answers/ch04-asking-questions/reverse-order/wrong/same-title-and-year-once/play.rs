//! Two films with the same title of the same year are printed once (a set of pairs); each film has a line.

use crate::models::film;
use sea_orm::*;
use std::collections::BTreeSet;

/// Prints the title of every film, one on a line, in reverse alphabetical order.
pub fn reverse_order(db: &DatabaseConnection) -> Result<(), DbErr> {
    let films = film::Entity::find().all(db)?;
    let films: BTreeSet<(String, i32)> =
        films.into_iter().map(|film| (film.title, film.year)).collect();
    for (title, _) in films.iter().rev() {
        println!("{title}");
    }
    Ok(())
}
