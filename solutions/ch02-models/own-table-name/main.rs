//! Given: runs this exercise for the workbook. You never need to edit it.

mod models;

use models::film;
use sea_orm::{DatabaseConnection, DbErr, EntityTrait, QueryOrder};

/// Creates every table of the models in an empty database.
fn create_all(db: &DatabaseConnection) -> Result<(), DbErr> {
    db.get_schema_builder().register(models::film::Entity).apply(db)
}

/// Prints every film with its kind. In Rust the fields are called `title` and `kind`.
fn print_films(db: &DatabaseConnection) -> Result<(), DbErr> {
    for film in film::Entity::find().order_by_asc(film::Column::Title).all(db)? {
        println!("{} ({})", film.title, film.kind);
    }
    Ok(())
}

fn main() -> std::process::ExitCode {
    workbook_harness::run(&[("create_all", create_all), ("print_films", print_films)])
}
