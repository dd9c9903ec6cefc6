//! Every year gets the number of all films.

use crate::models::film;
use sea_orm::*;

pub fn count_per_year(db: &DatabaseConnection) -> Result<(), DbErr> {
    let mut years: Vec<i32> =
        film::Entity::find().select_only().column(film::Column::Year).distinct().into_tuple().all(db)?;
    years.sort();
    for year in years.iter().rev() {
        println!("{year}: {}", film::Entity::find().count(db)?);
    }
    Ok(())
}
