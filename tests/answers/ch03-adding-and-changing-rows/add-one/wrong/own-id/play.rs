//! The id is worked out by hand, as one more than the largest.

use crate::models::cookie;
use sea_orm::*;

pub fn add_cookie(db: &DatabaseConnection, name: &str, price_cents: i32) -> Result<i32, DbErr> {
    let last = cookie::Entity::find().order_by_desc(cookie::COLUMN.id).one(db)?;
    let id = last.map_or(0, |cookie| cookie.id) + 1;
    let cookie = cookie::ActiveModel {
        id: Set(id),
        name: Set(name.to_string()),
        price_cents: Set(price_cents),
        ..Default::default()
    };
    Ok(cookie.insert(db)?.id)
}
