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

fn main() -> std::process::ExitCode {
    workbook_harness::run(&[
        ("create_all", create_all),
        ("from_susan", from_susan),
        ("from_john", from_john),
        ("from_maria", from_maria),
    ])
}
