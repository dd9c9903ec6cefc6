//! Two blanks in a name become one (`choc chip` is stored as `choc chip`): the name is not stored as given.

use crate::models::cookie;
use sea_orm::*;

/// Adds one row to `cookie` and returns the id that the database gave it.
/// The stock is left to its default.
pub fn add_cookie(db: &DatabaseConnection, name: &str, price_cents: i32) -> Result<i32, DbErr> {
    let name = name.replace("  ", " ");
    let row = cookie::ActiveModel {
        name: Set(name),
        price_cents: Set(price_cents),
        ..Default::default()
    }
    .insert(db)?;
    Ok(row.id)
}
