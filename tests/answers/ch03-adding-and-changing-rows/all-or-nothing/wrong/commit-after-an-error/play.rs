//! What was written before the error is made final all the same.

use crate::models::{purchase, purchase_line};
use sea_orm::*;

pub fn buy(db: &DatabaseConnection, customer: String, lines: Vec<(String, i32)>) -> Result<(), DbErr> {
    let txn = db.begin()?;
    let bought = purchase::ActiveModel { customer: Set(customer), ..Default::default() }.insert(&txn)?;
    let mut result = Ok(());
    for (cookie, quantity) in lines {
        let line = purchase_line::ActiveModel {
            purchase_id: Set(bought.id),
            cookie: Set(cookie),
            quantity: Set(quantity),
            ..Default::default()
        };
        if let Err(error) = line.insert(&txn) {
            result = Err(error);
        }
    }
    txn.commit()?;
    result
}
