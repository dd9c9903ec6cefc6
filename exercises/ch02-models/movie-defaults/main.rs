//! Given: runs this exercise for the workbook. You never need to edit it.

mod models;

use models::movie;
use sea_orm::{ActiveModelTrait, DatabaseConnection, DbErr, Set};

/// Creates every table of the models in an empty database.
fn create_all(db: &DatabaseConnection) -> Result<(), DbErr> {
    db.get_schema_builder().register(models::movie::Entity).apply(db)
}

/// Adds a movie of which only the title is known, and prints what the database made of it.
fn add_movie(db: &DatabaseConnection) -> Result<(), DbErr> {
    let movie = movie::ActiveModel { title: Set("Alien".to_owned()), ..Default::default() };
    let movie = movie.insert(db)?;
    println!("{}: {}", movie.title, movie.rating);
    Ok(())
}

/// Adds a movie on a machine whose clock shows the time of Kathmandu.
fn add_movie_in_kathmandu(db: &DatabaseConnection) -> Result<(), DbErr> {
    // SAFETY: this program has one thread, so nobody reads the environment at the same moment.
    unsafe { std::env::set_var("TZ", "NPT-05:45") };
    add_movie(db)
}

fn main() -> std::process::ExitCode {
    workbook_harness::run(&[
        ("create_all", create_all),
        ("add_movie", add_movie),
        ("add_movie_in_kathmandu", add_movie_in_kathmandu),
    ])
}
