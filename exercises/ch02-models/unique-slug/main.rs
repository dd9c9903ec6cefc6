//! Given: runs this exercise for the workbook. You never need to edit it.

mod models;

use sea_orm::{DatabaseConnection, DbErr};

/// Creates every table of the models in an empty database.
fn create_all(db: &DatabaseConnection) -> Result<(), DbErr> {
    db.get_schema_builder().register(models::cookie::Entity).apply(db)
}

fn main() -> std::process::ExitCode {
    workbook_harness::run(&[("create_all", create_all)])
}
