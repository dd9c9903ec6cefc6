//! Given: runs this exercise for the workbook, and counts its questions and their rows. You never need to edit it.

mod models;
mod play;

use sea_orm::{DatabaseConnection, DbErr};
use workbook_harness::Traffic;

fn create_all(db: &DatabaseConnection) -> Result<(), DbErr> {
    db.get_schema_builder().register(models::film::Entity).apply(db)
}

/// Prints the years, and a line when that takes more than one question or more rows than there are years.
fn count_per_year(db: &DatabaseConnection) -> Result<(), DbErr> {
    let years = workbook_harness::count_rows(db, "SELECT DISTINCT year FROM film")?;
    let most = Traffic { statements: 1, rows: years };
    workbook_harness::limit_traffic(db, most, play::count_per_year)
}

fn main() -> std::process::ExitCode {
    workbook_harness::run(&[("create_all", create_all), ("count_per_year", count_per_year)])
}
