//! The question is written in SQL, and its rows become films.

use crate::models::film;
use sea_orm::*;

pub fn reverse_order(db: &DatabaseConnection) -> Result<(), DbErr> {
    let sql = "SELECT id, title, year FROM film ORDER BY title DESC, year";
    let films = film::Entity::find().from_raw_sql(Statement::from_string(DbBackend::Sqlite, sql)).all(db)?;
    Ok(print_titles(&films))
}

fn print_titles(films: &[film::Model]) {
    for film in films {
        println!("{}", film.title);
    }
}
