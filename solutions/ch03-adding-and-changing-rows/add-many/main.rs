//! Given: runs this exercise for the workbook. You never need to edit it.

mod models;
mod play;

use sea_orm::{DatabaseConnection, DbErr};

fn create_all(db: &DatabaseConnection) -> Result<(), DbErr> {
    db.get_schema_builder().register(models::cookie::Entity).apply(db)
}

fn from_susan(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::add_delivery(db, "Susan", vec![("ginger", 150), ("lemon", 130), ("rye", 90)])
}

fn from_john(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::add_delivery(
        db,
        "John",
        vec![("almond", 180), ("walnut", 175), ("lemon", 120), ("plum", 140)],
    )
}

fn from_maria(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::add_delivery(db, "Maria", vec![("oat", 120)])
}

fn the_same_twice(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::add_delivery(db, "Ana", vec![("fig", 160), ("date", 170), ("fig", 160)])
}

/// Names and a baker with a quote, an umlaut, capitals, a blank at the end; prices of nothing and below.
fn odd_names(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::add_delivery(
        db,
        "O'Hara ",
        vec![("Grandma's best", 210), ("Käsegebäck", 0), ("OAT", 121), ("oat ", -5)],
    )
}

fn forty_kinds(db: &DatabaseConnection) -> Result<(), DbErr> {
    let names: Vec<String> = (1..=40).map(|number| format!("kind {number}")).collect();
    let delivery = names.iter().zip(100..).map(|(name, price)| (name.as_str(), price));
    play::add_delivery(db, "Susan", delivery.collect())
}

/// The last of many names is one that is there already.
fn last_is_taken(db: &DatabaseConnection) -> Result<(), DbErr> {
    let names: Vec<String> = (41..=75).chain([40]).map(|number| format!("kind {number}")).collect();
    let delivery = names.iter().zip(100..).map(|(name, price)| (name.as_str(), price));
    play::add_delivery(db, "Susan", delivery.collect())
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
    play::add_delivery(
        db,
        &long,
        names.into_iter().zip([i32::MIN, i32::MAX, 0].into_iter().cycle()).collect(),
    )
}

fn main() -> std::process::ExitCode {
    workbook_harness::run(&[
        ("create_all", create_all),
        ("from_susan", from_susan),
        ("from_john", from_john),
        ("from_maria", from_maria),
        ("the_same_twice", the_same_twice),
        ("odd_names", odd_names),
        ("forty_kinds", forty_kinds),
        ("last_is_taken", last_is_taken),
        ("names_of_all_sorts", names_of_all_sorts),
    ])
}
