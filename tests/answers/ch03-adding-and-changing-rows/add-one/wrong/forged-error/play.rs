//! Says the database's words without asking it.

use crate::models::cookie;
use sea_orm::*;

pub fn add_cookie(db: &DatabaseConnection, name: &str, price_cents: i32) -> Result<i32, DbErr> {
    if cookie::Entity::find().filter(cookie::COLUMN.name.eq(name)).count(db)? > 0 {
        return Err(DbErr::Custom("UNIQUE constraint failed: cookie.name".to_string()));
    }
    Ok(cookie::ActiveModel { name: Set(name.to_string()), price_cents: Set(price_cents), ..Default::default() }.insert(db)?.id)
}
