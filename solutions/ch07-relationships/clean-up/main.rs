//! Given: runs this exercise for the workbook. You never need to edit it.

mod models;
mod play;

use models::{comment, post, site, user};
use sea_orm::{DatabaseConnection, DbErr};

fn create_all(db: &DatabaseConnection) -> Result<(), DbErr> {
    db.get_schema_builder()
        .register(user::Entity)
        .register(post::Entity)
        .register(comment::Entity)
        .register(site::Entity)
        .apply(db)
}

fn remove_susan(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::remove_user(db, "susan")
}

fn remove_john(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::remove_user(db, "john")
}

fn remove_maria(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::remove_user(db, "maria")
}

fn remove_oneill(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::remove_user(db, "o'neill")
}

fn remove_susan_in_capitals(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::remove_user(db, "SUSAN")
}

fn main() -> std::process::ExitCode {
    workbook_harness::run(&[
        ("create_all", create_all),
        ("remove_susan", remove_susan),
        ("remove_john", remove_john),
        ("remove_maria", remove_maria),
        ("remove_oneill", remove_oneill),
        ("remove_susan_in_capitals", remove_susan_in_capitals),
    ])
}
