//! Only the lines are in the transaction; the purchase is written before it begins.

use crate::models::{purchase, purchase_line};
use sea_orm::*;

pub fn buy(db: &DatabaseConnection, customer: String, lines: Vec<(String, i32)>) -> Result<(), DbErr> {
    let bought = purchase::ActiveModel { customer: Set(customer), ..Default::default() }.insert(db)?;
    let txn = db.begin()?;
    for (cookie, quantity) in lines {
        purchase_line::ActiveModel {
            purchase_id: Set(bought.id),
            cookie: Set(cookie),
            quantity: Set(quantity),
            ..Default::default()
        }
        .insert(&txn)?;
    }
    txn.commit()
}
