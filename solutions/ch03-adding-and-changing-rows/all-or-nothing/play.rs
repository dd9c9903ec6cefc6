//! Writes a purchase and its lines, all of them or none.

use crate::models::{purchase, purchase_line};
use sea_orm::*;

/// Adds one row to `purchase`, then one row to `purchase_line` for each (cookie, quantity).
/// When the database refuses any of these rows, none of them stays and the error is returned.
pub fn buy(
    db: &DatabaseConnection,
    customer: String,
    lines: Vec<(String, i32)>,
) -> Result<(), DbErr> {
    let txn = db.begin()?;
    let bought =
        purchase::ActiveModel { customer: Set(customer), ..Default::default() }.insert(&txn)?;
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
