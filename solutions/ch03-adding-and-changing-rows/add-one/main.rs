//! Given: runs this exercise for the workbook. You never need to edit it.

mod models;
mod play;

use models::cookie;
use sea_orm::{DatabaseConnection, DbErr, EntityTrait};

fn create_all(db: &DatabaseConnection) -> Result<(), DbErr> {
    db.get_schema_builder().register(cookie::Entity).apply(db)
}

fn add_oat(db: &DatabaseConnection) -> Result<(), DbErr> {
    add(db, "oat", 120)
}

fn add_lemon(db: &DatabaseConnection) -> Result<(), DbErr> {
    add(db, "lemon", 130)
}

fn add_rye(db: &DatabaseConnection) -> Result<(), DbErr> {
    add(db, "rye", 90)
}

/// Names with a quote, an umlaut, capitals, a blank at the end; prices of nothing and below.
fn add_odd_names(db: &DatabaseConnection) -> Result<(), DbErr> {
    add(db, "Grandma's best", 210)?;
    add(db, "Käsegebäck", 0)?;
    add(db, "KIPFERL; 100%", -5)?;
    add(db, "Spekulatius ", i32::MAX)
}

fn add_nearly_oat(db: &DatabaseConnection) -> Result<(), DbErr> {
    add(db, "OAT", 121)?;
    add(db, "oat ", 122)
}

fn add_grandmas_best(db: &DatabaseConnection) -> Result<(), DbErr> {
    add(db, "Grandma's best", 1)
}

fn add(db: &DatabaseConnection, name: &str, price_cents: i32) -> Result<(), DbErr> {
    let id = play::add_cookie(db, name, price_cents)?;
    match cookie::Entity::find_by_id(id).one(db)? {
        Some(cookie) => println!("{} has the id {id}", cookie.name),
        None => println!("there is no cookie with the id {id}"),
    }
    Ok(())
}

/// Names of no letter, of a blank, with a line break, a space that is none, quotes of both kinds, and very long ones.
fn add_all_sorts(db: &DatabaseConnection) -> Result<(), DbErr> {
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
    names.iter().zip(-3..).try_for_each(|(name, number)| add(db, name, number * 1_000_000))
}

fn main() -> std::process::ExitCode {
    workbook_harness::run(&[
        ("create_all", create_all),
        ("add_oat", add_oat),
        ("add_lemon", add_lemon),
        ("add_rye", add_rye),
        ("add_odd_names", add_odd_names),
        ("add_nearly_oat", add_nearly_oat),
        ("add_grandmas_best", add_grandmas_best),
        ("add_all_sorts", add_all_sorts),
    ])
}
