//! The name is stored without the blank at its end.

use crate::models::cookie;
use sea_orm::*;

pub fn add_cookie(db: &DatabaseConnection, name: &str, price_cents: i32) -> Result<i32, DbErr> {
    let cookie = cookie::ActiveModel {
        name: Set(name.trim().to_string()),
        price_cents: Set(price_cents),
        ..Default::default()
    };
    Ok(cookie.insert(db)?.id)
}
