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

fn remove_every_third(db: &DatabaseConnection) -> Result<(), DbErr> {
    let names: Vec<String> =
        workbook_harness::query_column(db, "SELECT username FROM user ORDER BY id")?;
    for name in names.iter().skip(1).step_by(3) {
        match play::remove_user(db, name) {
            Err(DbErr::Exec(_) | DbErr::Query(_)) => println!("{name} stays"),
            other => other?,
        }
    }
    Ok(())
}

fn main() -> std::process::ExitCode {
    workbook_harness::run(&[
        ("create_all", create_all),
        ("remove_susan", remove_susan),
        ("remove_john", remove_john),
        ("remove_maria", remove_maria),
        ("remove_oneill", remove_oneill),
        ("remove_susan_in_capitals", remove_susan_in_capitals),
        ("remove_every_third", remove_every_third),
    ])
}
