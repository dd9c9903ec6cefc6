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

fn add(db: &DatabaseConnection, name: &str, price_cents: i32) -> Result<(), DbErr> {
    let id = play::add_cookie(db, name, price_cents)?;
    match cookie::Entity::find_by_id(id).one(db)? {
        Some(cookie) => println!("{} has the id {id}", cookie.name),
        None => println!("there is no cookie with the id {id}"),
    }
    Ok(())
}

fn main() -> std::process::ExitCode {
    workbook_harness::run(&[
        ("create_all", create_all),
        ("add_oat", add_oat),
        ("add_lemon", add_lemon),
        ("add_rye", add_rye),
    ])
}
