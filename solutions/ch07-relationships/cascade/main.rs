//! Given: runs this exercise for the workbook. You never need to edit it.

mod models;

use models::{comment, payment, post, user};
use sea_orm::{DatabaseConnection, DbErr};

fn create_all(db: &DatabaseConnection) -> Result<(), DbErr> {
    db.get_schema_builder()
        .register(user::Entity)
        .register(post::Entity)
        .register(comment::Entity)
        .register(payment::Entity)
        .apply(db)
}

fn main() -> std::process::ExitCode {
    workbook_harness::run(&[("create_all", create_all)])
}
