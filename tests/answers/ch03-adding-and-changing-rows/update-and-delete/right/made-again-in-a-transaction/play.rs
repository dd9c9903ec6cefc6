//! The row is deleted and added again with its id, in one transaction.

use crate::models::cookie;
use sea_orm::*;

/// Gives the cookie with this id a new price. Returns whether there is such a cookie.
pub fn change_price(db: &DatabaseConnection, id: i32, price_cents: i32) -> Result<bool, DbErr> {
    let txn = db.begin()?;
    let Some(old) = cookie::Entity::find_by_id(id).one(&txn)? else {
        return Ok(false);
    };
    cookie::Entity::delete_by_id(id).exec(&txn)?;
    let new = cookie::ActiveModel {
        id: Set(old.id),
        name: Set(old.name),
        price_cents: Set(price_cents),
        stock: Set(old.stock),
    };
    new.insert(&txn)?;
    txn.commit()?;
    Ok(true)
}

/// Deletes the cookie with this id. Returns how many rows were deleted.
pub fn remove(db: &DatabaseConnection, id: i32) -> Result<u64, DbErr> {
    let result = cookie::Entity::delete_by_id(id).exec(db)?;
    Ok(result.rows_affected)
}
