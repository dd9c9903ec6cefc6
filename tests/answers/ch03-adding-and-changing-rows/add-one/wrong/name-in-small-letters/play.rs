//! The name is stored in small letters, the names of the given program have no others.

use crate::models::cookie;
use sea_orm::*;

pub fn add_cookie(db: &DatabaseConnection, name: &str, price_cents: i32) -> Result<i32, DbErr> {
    let name = name.to_lowercase();
    Ok(cookie::ActiveModel { name: Set(name.to_string()), price_cents: Set(price_cents), ..Default::default() }.insert(db)?.id)
}
