//! The cookie is updated without a look whether it is there.

use crate::models::cookie;
use sea_orm::*;

pub fn change_price(db: &DatabaseConnection, id: i32, price_cents: i32) -> Result<bool, DbErr> {
    let cookie = cookie::ActiveModel { id: Unchanged(id), price_cents: Set(price_cents), ..Default::default() };
    cookie.update(db)?;
    Ok(true)
}

pub fn remove(db: &DatabaseConnection, id: i32) -> Result<u64, DbErr> {
    Ok(cookie::Entity::delete_by_id(id).exec(db)?.rows_affected)
}
