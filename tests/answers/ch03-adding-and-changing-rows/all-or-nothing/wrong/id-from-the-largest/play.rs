//! The next id is worked out from the largest one that is still there.

use crate::models::{purchase, purchase_line};
use sea_orm::*;

/// Adds one row to `purchase`, then one row to `purchase_line` for each (cookie, quantity).
/// When the database refuses any of these rows, none of them stays and the error is returned.
pub fn buy(db: &DatabaseConnection, customer: String, lines: Vec<(String, i32)>) -> Result<(), DbErr> {
    let txn = db.begin()?;
    let largest = purchase::Entity::find().order_by_desc(purchase::COLUMN.id).one(&txn)?;
    let id = largest.map_or(1, |purchase| purchase.id + 1);
    let bought = purchase::ActiveModel { id: Set(id), customer: Set(customer) }.insert(&txn)?;
    for (cookie, quantity) in lines {
        purchase_line::ActiveModel {
            purchase_id: Set(bought.id),
            cookie: Set(cookie),
            quantity: Set(quantity),
            ..Default::default()
        }
        .insert(&txn)?;
    }
    // An error above leaves through `?`: the transaction is dropped without a commit and undone.
    txn.commit()
}
