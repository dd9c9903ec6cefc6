//! The form of a film is said once, in `Display`; the films come in an order of their own.

use crate::models::film;
use sea_orm::*;
use std::fmt;

struct ForPeople(film::Model);

impl fmt::Display for ForPeople {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}), ", self.0.title, self.0.year)?;
        match self.0.minutes {
            Some(minutes) => write!(f, "{minutes} min"),
            None => write!(f, "length unknown"),
        }
    }
}

pub fn print_all(db: &DatabaseConnection) -> Result<(), DbErr> {
    let films = film::Entity::find().order_by_asc(film::COLUMN.title).all(db)?;
    films.into_iter().for_each(|film| println!("{}", ForPeople(film)));
    Ok(())
}
