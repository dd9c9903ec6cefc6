//! The stock is set to 0 instead of being left to its default.

use crate::models::cookie;
use sea_orm::*;

pub fn add_cookie(db: &DatabaseConnection, name: &str, price_cents: i32) -> Result<i32, DbErr> {
    let cookie = cookie::ActiveModel {
        name: Set(name.to_string()),
        price_cents: Set(price_cents),
        stock: Set(0),
        ..Default::default()
    };
    Ok(cookie.insert(db)?.id)
}
