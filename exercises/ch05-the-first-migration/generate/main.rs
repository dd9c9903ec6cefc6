//! Given: runs this exercise for the workbook. You never need to edit it.

mod models;

use models::user;
use sea_orm::{DatabaseConnection, DbErr, EntityTrait, QueryOrder};

/// Creates every table of the models in an empty database.
fn create_all(db: &DatabaseConnection) -> Result<(), DbErr> {
    db.get_schema_builder().register(user::Entity).apply(db)
}

/// Prints every user, as the model sees them.
fn print_users(db: &DatabaseConnection) -> Result<(), DbErr> {
    for user in user::Entity::find().order_by_asc(user::COLUMN.id).all(db)? {
        println!("{}: {}", user.name, user.about.as_deref().unwrap_or("says nothing"));
    }
    Ok(())
}

fn main() -> std::process::ExitCode {
    workbook_harness::run(&[("create_all", create_all), ("print_users", print_users)])
}
