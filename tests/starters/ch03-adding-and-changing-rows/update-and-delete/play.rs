//! Yours: changes the price of one cookie, and takes one cookie off the range.

use sea_orm::*;

/// Gives the cookie with this id a new price. Returns whether there is such a cookie.
pub fn change_price(db: &DatabaseConnection, id: i32, price_cents: i32) -> Result<bool, DbErr> {
    // The model is `crate::models::cookie`.
    // Take the next two lines out when you start.
    let _ = (db, id, price_cents);
    Ok(false)
}

/// Deletes the cookie with this id. Returns how many rows were deleted.
pub fn remove(db: &DatabaseConnection, id: i32) -> Result<u64, DbErr> {
    // Take the next two lines out when you start.
    let _ = (db, id);
    Ok(0)
}
