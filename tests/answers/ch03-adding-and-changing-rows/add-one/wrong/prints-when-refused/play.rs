//! Prints a line when the database refuses the row; the function prints nothing.

use crate::models::cookie;
use sea_orm::*;

/// Adds one row to `cookie` and returns the id that the database gave it.
/// The stock is left to its default.
pub fn add_cookie(db: &DatabaseConnection, name: &str, price_cents: i32) -> Result<i32, DbErr> {
    let result = cookie::ActiveModel {
        name: Set(name.to_string()),
        price_cents: Set(price_cents),
        ..Default::default()
    }
    .insert(db);
    match result {
        Ok(row) => Ok(row.id),
        Err(error) => {
            println!("{name} could not be added");
            Err(error)
        }
    }
}
