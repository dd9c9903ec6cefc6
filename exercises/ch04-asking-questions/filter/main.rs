//! Given: runs this exercise for the workbook, and counts its questions and their rows. You never need to edit it.

mod models;
mod play;

use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr};
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

const MANY_FILMS: &str = "\
    DELETE FROM film; \
    WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 2600) \
    INSERT INTO film (title, year, stars) \
    SELECT format('Film %d', n), n - 500, CASE WHEN n % 3 = 0 THEN n % 6 END FROM number";

/// Prints how many films of more than a thousand years are printed.
fn many_films(db: &DatabaseConnection) -> Result<(), DbErr> {
    db.execute_unprepared(MANY_FILMS)?;
    let mut titles = workbook_harness::capture_lines("any_year")?;
    titles.sort_unstable();
    workbook_harness::print_line(&workbook_harness::sum_up(&titles));
    db.execute_unprepared("DELETE FROM film")?;
    Ok(())
}

const FIRST: i32 = 1967;
const LAST: i32 = 1982;

const ALL_YEARS: &str = "\
    WITH RECURSIVE number(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM number WHERE n < 44) \
    INSERT INTO film (title, year, stars) \
    SELECT format('Film %d', n), 1965 + n % 20, CASE WHEN n % 4 = 0 THEN n % 3 END FROM number";

/// Prints how many films there are of each pair of years: a line for a first year, a number for each last year.
fn each_pair_of_years(db: &DatabaseConnection) -> Result<(), DbErr> {
    db.execute_unprepared(ALL_YEARS)?;
    let lines = workbook_harness::capture_lines("one_pair_after_another")?;
    db.execute_unprepared("DELETE FROM film")?;
    let mut pairs = lines.split(|line| line == "next pair").skip(1);
    for first in FIRST..=LAST {
        let films: Vec<_> =
            pairs.by_ref().take((LAST - first + 1) as usize).map(count_titles).collect();
        workbook_harness::print_line(&format!("from {first}: {}", films.join(" ")));
    }
    let mut lines = lines;
    lines.sort_unstable();
    workbook_harness::print_line(&workbook_harness::sum_up(&lines));
    Ok(())
}

fn count_titles(titles: &[String]) -> String {
    titles.len().to_string()
}

fn one_pair_after_another(db: &DatabaseConnection) -> Result<(), DbErr> {
    for first in FIRST..=LAST {
        for last in first..=LAST {
            workbook_harness::print_line("next pair");
            ask(db, first, last)?;
        }
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
        ("many_films", many_films),
        ("each_pair_of_years", each_pair_of_years),
        ("one_pair_after_another", one_pair_after_another),
    ])
}
