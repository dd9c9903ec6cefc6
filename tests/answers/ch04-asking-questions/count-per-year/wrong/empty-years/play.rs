//! Every year between the first film and the last gets a line.

use crate::models::film;
use sea_orm::*;

pub fn count_per_year(db: &DatabaseConnection) -> Result<(), DbErr> {
    let films = film::Entity::find().all(db)?;
    let years = films.iter().map(|film| film.year);
    let (Some(first), Some(last)) = (years.clone().min(), years.clone().max()) else { return Ok(()) };
    for year in (first..=last).rev() {
        println!("{year}: {}", years.clone().filter(|other| *other == year).count());
    }
    Ok(())
}
