//! A price that was this one already counts as a cookie that is not there.

use crate::models::cookie;
use sea_orm::*;

pub fn change_price(db: &DatabaseConnection, id: i32, price_cents: i32) -> Result<bool, DbErr> {
    let changed = cookie::Entity::update_many()
        .set(cookie::ActiveModel { price_cents: Set(price_cents), ..Default::default() })
        .filter(cookie::COLUMN.id.eq(id))
        .filter(cookie::COLUMN.price_cents.ne(price_cents))
        .exec(db)?;
    Ok(changed.rows_affected == 1)
}

pub fn remove(db: &DatabaseConnection, id: i32) -> Result<u64, DbErr> {
    Ok(cookie::Entity::delete_by_id(id).exec(db)?.rows_affected)
}
