//! Given: runs this exercise for the workbook. You never need to edit it.

mod models;

use models::{director, film, film_director};
use sea_orm::{DatabaseConnection, DbErr};

/// Creates the three tables as the models have them.
fn create_all(db: &DatabaseConnection) -> Result<(), DbErr> {
    let builder = db.get_schema_builder().register(film::Entity).register(director::Entity);
    builder.register(film_director::Entity).apply(db)
}

fn main() -> std::process::ExitCode {
    workbook_harness::run(&[("create_all", create_all)])
}
