//! Yours: adds one cookie to the shop's range.

use sea_orm::*;

/// Adds one row to `cookie` and returns the id that the database gave it.
/// The stock is left to its default.
pub fn add_cookie(db: &DatabaseConnection, name: &str, price_cents: i32) -> Result<i32, DbErr> {
    // The model is `crate::models::cookie`.
    // Take the next two lines out when you start.
    let _ = (db, name, price_cents);
    Ok(0)
}
