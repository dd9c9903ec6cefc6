//! Writes the stock of a new kind down, as it is today.

use crate::models::cookie;
use sea_orm::*;

/// Adds one row to `cookie` and returns the id that the database gave it.
pub fn add_cookie(db: &DatabaseConnection, name: &str, price_cents: i32) -> Result<i32, DbErr> {
    let cookie = cookie::ActiveModel {
        name: Set(name.to_string()),
        price_cents: Set(price_cents),
        stock: Set(24),
        ..Default::default()
    };
    let cookie = cookie.insert(db)?;
    Ok(cookie.id)
}
