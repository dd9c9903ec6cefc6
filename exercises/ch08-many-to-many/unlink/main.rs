//! Given: runs this exercise for the workbook. You never need to edit it.

mod models;
mod play;

use models::{award, director, film, film_director};
use sea_orm::{DatabaseConnection, DbErr};

fn create_all(db: &DatabaseConnection) -> Result<(), DbErr> {
    let builder = db.get_schema_builder().register(film::Entity).register(director::Entity);
    builder.register(film_director::Entity).register(award::Entity).apply(db)
}

fn unlink_satrapi_from_bound(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::unlink(db, "Bound", "Marjane Satrapi")
}

fn unlink_satrapi_from_heat(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::unlink(db, "Heat", "Marjane Satrapi")
}

fn unlink_nobody_from_bound(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::unlink(db, "Bound", "Nobody")
}

fn remove_satrapi(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::remove_director(db, "Marjane Satrapi")
}

fn remove_paronnaud(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::remove_director(db, "Vincent Paronnaud")
}

fn remove_nobody(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::remove_director(db, "Nobody")
}

fn unlink_obrien_from_oceans_eleven(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::unlink(db, "Ocean's Eleven", "Conan O'Brien")
}

fn unlink_satrapi_from_persepolis(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::unlink(db, "Persepolis", "Marjane Satrapi")
}

fn remove_obrien(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::remove_director(db, "Conan O'Brien")
}

fn main() -> std::process::ExitCode {
    workbook_harness::run(&[
        ("create_all", create_all),
        ("unlink_satrapi_from_bound", unlink_satrapi_from_bound),
        ("unlink_satrapi_from_heat", unlink_satrapi_from_heat),
        ("unlink_nobody_from_bound", unlink_nobody_from_bound),
        ("remove_satrapi", remove_satrapi),
        ("remove_paronnaud", remove_paronnaud),
        ("remove_nobody", remove_nobody),
        ("unlink_obrien_from_oceans_eleven", unlink_obrien_from_oceans_eleven),
        ("unlink_satrapi_from_persepolis", unlink_satrapi_from_persepolis),
        ("remove_obrien", remove_obrien),
    ])
}
