//! Given: runs this exercise for the workbook, and counts its questions and their rows. You never need to edit it.

mod models;
mod play;

use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr};
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

const MANY_FILMS: &str = "\
    DELETE FROM film; \
    WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 1300) \
    INSERT INTO film (title, year) SELECT format('Film %d', n), 3000 - n * 3 FROM number; \
    WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 1200) \
    INSERT INTO film (title, year) \
    SELECT 'The one with a title that is long, and the same each time', 1800 + n / 150 FROM number; \
    INSERT INTO film (title, year) SELECT '', year FROM film WHERE id % 7 = 0; \
    INSERT INTO film (title, year) SELECT title || ' ', year FROM film WHERE id % 5 = 0; \
    INSERT INTO film (title, year) SELECT upper(title), year FROM film WHERE id % 3 = 0";

/// Prints how the lines for more than a thousand years begin and end.
fn count_a_thousand_years(db: &DatabaseConnection) -> Result<(), DbErr> {
    db.execute_unprepared(MANY_FILMS)?;
    let lines = workbook_harness::capture_lines("count_per_year")?;
    db.execute_unprepared("DELETE FROM film")?;
    workbook_harness::print_line(&workbook_harness::sum_up(&lines));
    lines.iter().skip(50).step_by(50).for_each(|line| workbook_harness::print_line(line));
    Ok(())
}

fn main() -> std::process::ExitCode {
    workbook_harness::run(&[
        ("create_all", create_all),
        ("count_per_year", count_per_year),
        ("count_a_thousand_years", count_a_thousand_years),
    ])
}
