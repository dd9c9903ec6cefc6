//! The films are counted in Rust, in a map that keeps its keys in order.

use crate::models::film;
use sea_orm::*;
use std::collections::BTreeMap;

pub fn count_per_year(db: &DatabaseConnection) -> Result<(), DbErr> {
    let mut counts = BTreeMap::new();
    for film in film::Entity::find().all(db)? {
        *counts.entry(film.year).or_insert(0) += 1;
    }
    for (year, films) in counts.iter().rev() {
        println!("{year}: {films}");
    }
    Ok(())
}
