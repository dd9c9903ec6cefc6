//! Given: runs this exercise for the workbook, and counts its questions and their rows. You never need to edit it.

mod models;
mod play;

use sea_orm::{DatabaseConnection, DbErr};
use workbook_harness::Traffic;

fn create_all(db: &DatabaseConnection) -> Result<(), DbErr> {
    db.get_schema_builder().register(models::film::Entity).apply(db)
}

fn since_1980(db: &DatabaseConnection) -> Result<(), DbErr> {
    print_since(db, 1980)
}

fn since_2007(db: &DatabaseConnection) -> Result<(), DbErr> {
    print_since(db, 2007)
}

fn since_ever(db: &DatabaseConnection) -> Result<(), DbErr> {
    print_since(db, -1_000_000)
}

fn newest_three(db: &DatabaseConnection) -> Result<(), DbErr> {
    print_newest(db, 3)
}

fn newest_five(db: &DatabaseConnection) -> Result<(), DbErr> {
    print_newest(db, 5)
}

fn newest_of_none(db: &DatabaseConnection) -> Result<(), DbErr> {
    print_newest(db, 0)
}

fn newest_hundred(db: &DatabaseConnection) -> Result<(), DbErr> {
    print_newest(db, 100)
}

fn print_since(db: &DatabaseConnection, year: i32) -> Result<(), DbErr> {
    workbook_harness::limit_traffic(db, Traffic { statements: 1, rows: 1 }, |db| {
        println!("films since {year}: {}", play::how_many_since(db, year)?);
        Ok(())
    })
}

fn print_newest(db: &DatabaseConnection, how_many: u64) -> Result<(), DbErr> {
    let most = Traffic { statements: 1, rows: how_many as usize };
    workbook_harness::limit_traffic(db, most, |db| {
        let titles = play::newest_titles(db, how_many)?;
        titles.iter().for_each(|title| println!("{title}"));
        Ok(())
    })
}

/// Every number up to twelve, and every year.
fn every_number(db: &DatabaseConnection) -> Result<(), DbErr> {
    for how_many in 1..=12 {
        println!("the newest {how_many}:");
        print_newest(db, how_many)?;
    }
    let years = workbook_harness::query_column(
        db,
        "SELECT DISTINCT year FROM film WHERE year BETWEEN 0 AND 9999 ORDER BY 1",
    )?;
    years.into_iter().try_for_each(|year| print_since(db, year))
}

fn main() -> std::process::ExitCode {
    workbook_harness::run(&[
        ("create_all", create_all),
        ("since_1980", since_1980),
        ("newest_three", newest_three),
        ("newest_five", newest_five),
        ("since_2007", since_2007),
        ("since_ever", since_ever),
        ("newest_of_none", newest_of_none),
        ("newest_hundred", newest_hundred),
        ("every_number", every_number),
    ])
}
