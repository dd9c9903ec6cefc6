//! The new price is set and never sent.

use crate::models::cookie;
use sea_orm::*;

pub fn change_price(db: &DatabaseConnection, id: i32, price_cents: i32) -> Result<bool, DbErr> {
    let Some(cookie) = cookie::Entity::find_by_id(id).one(db)? else {
        return Ok(false);
    };
    let mut cookie = cookie.into_active_model();
    cookie.price_cents = Set(price_cents);
    Ok(true)
}

pub fn remove(db: &DatabaseConnection, id: i32) -> Result<u64, DbErr> {
    Ok(cookie::Entity::delete_by_id(id).exec(db)?.rows_affected)
}
