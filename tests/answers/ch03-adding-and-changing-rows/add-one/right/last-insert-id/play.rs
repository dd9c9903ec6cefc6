//! The entity inserts, and its result knows the id.

use crate::models::cookie;
use sea_orm::*;

pub fn add_cookie(db: &DatabaseConnection, name: &str, price_cents: i32) -> Result<i32, DbErr> {
    let mut cookie = <cookie::ActiveModel as ActiveModelTrait>::default();
    cookie.name = Set(name.to_owned());
    cookie.price_cents = Set(price_cents);
    let result = cookie::Entity::insert(cookie).exec(db)?;
    Ok(result.last_insert_id)
}
