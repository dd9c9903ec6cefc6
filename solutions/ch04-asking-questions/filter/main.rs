//! Given: runs this exercise for the workbook, and counts its questions and their rows. You never need to edit it.

mod models;
mod play;

use sea_orm::{DatabaseConnection, DbErr};
use workbook_harness::Traffic;

fn create_all(db: &DatabaseConnection) -> Result<(), DbErr> {
    db.get_schema_builder().register(models::film::Entity).apply(db)
}

fn the_seventies(db: &DatabaseConnection) -> Result<(), DbErr> {
    ask(db, 1970, 1979)
}

fn only_1985(db: &DatabaseConnection) -> Result<(), DbErr> {
    ask(db, 1985, 1985)
}

fn the_future(db: &DatabaseConnection) -> Result<(), DbErr> {
    ask(db, 2100, 2199)
}

fn the_silent_films(db: &DatabaseConnection) -> Result<(), DbErr> {
    ask(db, 1888, 1929)
}

fn any_year(db: &DatabaseConnection) -> Result<(), DbErr> {
    ask(db, -1_000_000, 1_000_000)
}

/// Prints the films, and a line when that takes more than one question or other rows than theirs.
fn ask(db: &DatabaseConnection, first: i32, last: i32) -> Result<(), DbErr> {
    let wanted =
        format!("SELECT 1 FROM film WHERE stars IS NULL AND year BETWEEN {first} AND {last}");
    let most = Traffic { statements: 1, rows: workbook_harness::count_rows(db, &wanted)? };
    workbook_harness::limit_traffic(db, most, |db| play::not_rated_between(db, first, last))
}

fn every_two_years(db: &DatabaseConnection) -> Result<(), DbErr> {
    for year in workbook_harness::query_column(
        db,
        "SELECT DISTINCT year FROM film WHERE year BETWEEN 0 AND 9999 ORDER BY 1",
    )? {
        ask(db, year, year.saturating_add(1))?;
    }
    Ok(())
}

fn main() -> std::process::ExitCode {
    workbook_harness::run(&[
        ("create_all", create_all),
        ("the_seventies", the_seventies),
        ("only_1985", only_1985),
        ("the_future", the_future),
        ("the_silent_films", the_silent_films),
        ("any_year", any_year),
        ("every_two_years", every_two_years),
    ])
}
