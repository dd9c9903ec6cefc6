//! When the name is taken, the id of the cookie that has it is returned.

use crate::models::cookie;
use sea_orm::*;

pub fn add_cookie(db: &DatabaseConnection, name: &str, price_cents: i32) -> Result<i32, DbErr> {
    if let Some(known) = cookie::Entity::find().filter(cookie::COLUMN.name.eq(name)).one(db)? {
        return Ok(known.id);
    }
    let cookie =
        cookie::ActiveModel { name: Set(name.to_string()), price_cents: Set(price_cents), ..Default::default() };
    Ok(cookie.insert(db)?.id)
}
