//! Given: runs this exercise for the workbook, and counts the statements it sends. You never need to edit it.

mod models;
mod play;

use models::{post, user};
use sea_orm::{DatabaseConnection, DbErr};
use workbook_harness::Traffic;

fn create_all(db: &DatabaseConnection) -> Result<(), DbErr> {
    db.get_schema_builder().register(user::Entity).register(post::Entity).apply(db)
}

/// Prints the list, and a line when it took more than three statements, however many users there are.
fn list_users(db: &DatabaseConnection) -> Result<(), DbErr> {
    let most = Traffic { statements: 3, rows: usize::MAX };
    workbook_harness::limit_traffic(db, most, play::list_users)
}

fn main() -> std::process::ExitCode {
    workbook_harness::run(&[("create_all", create_all), ("list_users", list_users)])
}
