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
    ])
}
