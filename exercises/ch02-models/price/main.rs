//! Given: runs this exercise for the workbook. You never need to edit it.

mod models;

use models::cookie;
use sea_orm::{DatabaseConnection, DbErr, EntityTrait, QueryOrder};

/// Creates every table of the models in an empty database.
fn create_all(db: &DatabaseConnection) -> Result<(), DbErr> {
    db.get_schema_builder().register(models::cookie::Entity).apply(db)
}

/// Prints the price of every cookie, in cents.
fn print_prices(db: &DatabaseConnection) -> Result<(), DbErr> {
    for cookie in cookie::Entity::find().order_by_asc(cookie::Column::Name).all(db)? {
        println!("{}: {}", cookie.name, cookie.price_cents);
    }
    Ok(())
}

fn main() -> std::process::ExitCode {
    workbook_harness::run(&[("create_all", create_all), ("print_prices", print_prices)])
}
