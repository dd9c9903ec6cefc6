//! Given: runs this exercise for the workbook. You never need to edit it.

mod models;
mod play;

use sea_orm::{DatabaseConnection, DbErr};

fn create_all(db: &DatabaseConnection) -> Result<(), DbErr> {
    db.get_schema_builder().register(models::film::Entity).apply(db)
}

fn the_seventies(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::not_rated_between(db, 1970, 1979)
}

fn only_1985(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::not_rated_between(db, 1985, 1985)
}

fn the_future(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::not_rated_between(db, 2100, 2199)
}

fn main() -> std::process::ExitCode {
    workbook_harness::run(&[
        ("create_all", create_all),
        ("the_seventies", the_seventies),
        ("only_1985", only_1985),
        ("the_future", the_future),
    ])
}
