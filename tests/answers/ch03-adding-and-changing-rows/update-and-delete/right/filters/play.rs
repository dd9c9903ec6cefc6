//! One statement each, whose number of rows is the answer.

use crate::models::cookie;
use sea_orm::{prelude::Expr, *};

pub fn change_price(db: &DatabaseConnection, id: i32, price_cents: i32) -> Result<bool, DbErr> {
    let result = cookie::Entity::update_many()
        .col_expr(cookie::Column::PriceCents, Expr::value(price_cents))
        .filter(cookie::COLUMN.id.eq(id))
        .exec(db)?;
    Ok(result.rows_affected > 0)
}

pub fn remove(db: &DatabaseConnection, id: i32) -> Result<u64, DbErr> {
    let result = cookie::Entity::delete_many().filter(cookie::COLUMN.id.eq(id)).exec(db)?;
    Ok(result.rows_affected)
}
