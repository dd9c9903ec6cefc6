//! The active model is made and never sent.

use crate::models::cookie;
use sea_orm::*;

pub fn add_cookie(_: &DatabaseConnection, name: &str, price_cents: i32) -> Result<i32, DbErr> {
    let _ =
        cookie::ActiveModel { name: Set(name.to_string()), price_cents: Set(price_cents), ..Default::default() };
    Ok(0)
}
