//! Given: runs this exercise for the workbook. You never need to edit it.

mod models;

use models::cookie;
use sea_orm::{ActiveModelTrait, DatabaseConnection, DbErr, EntityTrait, QueryOrder, Set};

/// Creates the table as the model has it, for `workbook db migrate`; the steps run the scripts instead.
fn create_all(db: &DatabaseConnection) -> Result<(), DbErr> {
    db.get_schema_builder().register(cookie::Entity).apply(db)
}

/// Prints what the shop has of each cookie.
fn list(db: &DatabaseConnection) -> Result<(), DbErr> {
    for cookie in cookie::Entity::find().order_by_asc(cookie::COLUMN.id).all(db)? {
        println!("{} at {} cents: {} in stock", cookie.name, cookie.price_cents, cookie.stock);
    }
    Ok(())
}

/// Twelve walnut cookies come out of the oven.
fn bake(db: &DatabaseConnection) -> Result<(), DbErr> {
    let walnut = cookie::ActiveModel {
        name: Set("walnut".to_string()),
        price_cents: Set(175),
        stock: Set(12),
        ..Default::default()
    };
    walnut.insert(db)?;
    Ok(())
}

fn main() -> std::process::ExitCode {
    workbook_harness::run(&[("create_all", create_all), ("list", list), ("bake", bake)])
}
