//! Begins a transaction and never commits it: nothing stays.

use crate::models::{purchase, purchase_line};
use sea_orm::*;

pub fn buy(db: &DatabaseConnection, customer: String, lines: Vec<(String, i32)>) -> Result<(), DbErr> {
    let txn = db.begin()?;
    let bought = purchase::ActiveModel { customer: Set(customer), ..Default::default() }.insert(&txn)?;
    for (cookie, quantity) in lines {
        purchase_line::ActiveModel {
            purchase_id: Set(bought.id),
            cookie: Set(cookie),
            quantity: Set(quantity),
            ..Default::default()
        }
        .insert(&txn)?;
    }
    Ok(())
}
