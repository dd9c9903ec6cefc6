//! Given: runs this exercise for the workbook. You never need to edit it.

mod models;
mod populate;

use sea_orm::{DatabaseConnection, DbErr};

/// Creates every table of the models in an empty database.
fn create_all(db: &DatabaseConnection) -> Result<(), DbErr> {
    models::register(db.get_schema_builder()).apply(db)
}

fn main() -> std::process::ExitCode {
    workbook_harness::run(&[("create_all", create_all), ("populate", populate::populate)])
}
