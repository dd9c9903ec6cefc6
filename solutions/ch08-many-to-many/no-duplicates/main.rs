//! Given: runs this exercise for the workbook. You never need to edit it.

mod models;
mod play;

use models::{director, film, film_director};
use sea_orm::{DatabaseConnection, DbErr};

/// Creates the tables as the models have them, for `workbook db migrate`; the steps run the scripts instead.
fn create_all(db: &DatabaseConnection) -> Result<(), DbErr> {
    let builder = db.get_schema_builder().register(film::Entity).register(director::Entity);
    builder.register(film_director::Entity).apply(db)
}

/// Marjane Satrapi and *Persepolis*.
fn link_persepolis(db: &DatabaseConnection) -> Result<(), DbErr> {
    print(play::link(db, 3, 13)?)
}

/// Lana Wachowski and *The Matrix*.
fn link_the_matrix(db: &DatabaseConnection) -> Result<(), DbErr> {
    print(play::link(db, 2, 12)?)
}

/// Marjane Satrapi and *The Matrix*: both have others, and not each other.
fn link_satrapi_to_the_matrix(db: &DatabaseConnection) -> Result<(), DbErr> {
    print(play::link(db, 2, 13)?)
}

/// Nobody and *Bound*.
fn link_nobody(db: &DatabaseConnection) -> Result<(), DbErr> {
    print(play::link(db, 1, 999)?)
}

/// A film and a director whose ids are below zero.
fn link_below_zero(db: &DatabaseConnection) -> Result<(), DbErr> {
    print(play::link(db, -1, -11)?)
}

/// Marjane Satrapi and a film that is not there.
fn link_no_film(db: &DatabaseConnection) -> Result<(), DbErr> {
    print(play::link(db, 999, 13)?)
}

fn print(added: bool) -> Result<(), DbErr> {
    println!("{}", if added { "added" } else { "was there already" });
    Ok(())
}

fn main() -> std::process::ExitCode {
    workbook_harness::run(&[
        ("create_all", create_all),
        ("link_persepolis", link_persepolis),
        ("link_the_matrix", link_the_matrix),
        ("link_no_film", link_no_film),
        ("link_satrapi_to_the_matrix", link_satrapi_to_the_matrix),
        ("link_nobody", link_nobody),
        ("link_below_zero", link_below_zero),
    ])
}
