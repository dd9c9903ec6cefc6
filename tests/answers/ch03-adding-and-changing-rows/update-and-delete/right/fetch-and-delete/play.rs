//! Both functions fetch the cookie first, and act on what they find.

use crate::models::cookie;
use sea_orm::*;

pub fn change_price(db: &DatabaseConnection, id: i32, price_cents: i32) -> Result<bool, DbErr> {
    match cookie::Entity::find_by_id(id).one(db)? {
        None => Ok(false),
        Some(cookie) => {
            let cookie = cookie::ActiveModel { price_cents: Set(price_cents), ..cookie.into() };
            cookie.save(db).map(|_| true)
        }
    }
}

pub fn remove(db: &DatabaseConnection, id: i32) -> Result<u64, DbErr> {
    match cookie::Entity::find_by_id(id).one(db)? {
        Some(cookie) => Ok(cookie.delete(db)?.rows_affected),
        None => Ok(0),
    }
}
