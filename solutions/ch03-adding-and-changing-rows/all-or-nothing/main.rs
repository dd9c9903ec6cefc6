//! Given: runs this exercise for the workbook. You never need to edit it.

mod models;
mod play;

use models::{purchase, purchase_line};
use sea_orm::{DatabaseConnection, DbErr};

fn create_all(db: &DatabaseConnection) -> Result<(), DbErr> {
    db.get_schema_builder().register(purchase::Entity).register(purchase_line::Entity).apply(db)
}

fn two_kinds(db: &DatabaseConnection) -> Result<(), DbErr> {
    buy(db, "Susan", &[("oat", 2), ("ginger", 6)])
}

fn one_kind(db: &DatabaseConnection) -> Result<(), DbErr> {
    buy(db, "John", &[("lemon", 1)])
}

fn second_line_is_bad(db: &DatabaseConnection) -> Result<(), DbErr> {
    buy(db, "Maria", &[("oat", 3), ("lemon", 0)])
}

fn last_line_is_bad(db: &DatabaseConnection) -> Result<(), DbErr> {
    buy(db, "David", &[("ginger", 1), ("oat", 1), ("lemon", -4)])
}

fn first_line_is_bad(db: &DatabaseConnection) -> Result<(), DbErr> {
    buy(db, "Ana", &[("rye", i32::MIN), ("oat", 1)])
}

fn no_line(db: &DatabaseConnection) -> Result<(), DbErr> {
    buy(db, "Ana", &[])
}

/// Names with a quote, an umlaut and a blank at the end, and a kind that is there twice.
fn odd_names(db: &DatabaseConnection) -> Result<(), DbErr> {
    buy(
        db,
        "O'Hara ",
        &[("Grandma's best", 1), ("Käsegebäck", i32::MAX), ("oat", 2), ("oat", 2), ("OAT", 2)],
    )
}

fn buy(db: &DatabaseConnection, customer: &str, lines: &[(&str, i32)]) -> Result<(), DbErr> {
    let lines = lines.iter().map(|(cookie, quantity)| (cookie.to_string(), *quantity));
    play::buy(db, customer.to_string(), lines.collect())
}

/// Names of no letter, of a blank, with a line break, a space that is none, quotes of both kinds, and very long ones.
fn names_of_all_sorts(db: &DatabaseConnection) -> Result<(), DbErr> {
    let long = "Long ago and far away ".repeat(40);
    let names = [
        "",
        " ",
        "two  blanks",
        " before",
        "two\nlines",
        "no\u{a0}break",
        "'; --",
        "\"twice\"",
        "7",
        "null",
        &long,
    ];
    let lines: Vec<(&str, i32)> = names.into_iter().zip(1..).collect();
    buy(db, &long, &lines)?;
    buy(db, "", &lines[..1])
}

fn main() -> std::process::ExitCode {
    workbook_harness::run(&[
        ("create_all", create_all),
        ("two_kinds", two_kinds),
        ("one_kind", one_kind),
        ("second_line_is_bad", second_line_is_bad),
        ("last_line_is_bad", last_line_is_bad),
        ("first_line_is_bad", first_line_is_bad),
        ("no_line", no_line),
        ("odd_names", odd_names),
        ("names_of_all_sorts", names_of_all_sorts),
    ])
}
