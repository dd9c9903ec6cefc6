//! The rows are printed in the programmer's form.

use crate::models::film;
use sea_orm::*;

pub fn print_all(db: &DatabaseConnection) -> Result<(), DbErr> {
    for film in film::Entity::find().all(db)? {
        println!("{film:?}");
    }
    Ok(())
}
