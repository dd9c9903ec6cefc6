//! Given: runs this exercise for the workbook. You never need to edit it.

mod models;
mod populate;

use sea_orm::{DatabaseConnection, DbErr};

fn create_all(db: &DatabaseConnection) -> Result<(), DbErr> {
    db.get_schema_builder().register(models::cookie::Entity).apply(db)
}

fn main() -> std::process::ExitCode {
    workbook_harness::run(&[("create_all", create_all), ("populate", populate::populate)])
}
