//! Uses `transaction`, which commits when the closure returns Ok.

use crate::models::{purchase, purchase_line};
use sea_orm::*;

pub fn buy(db: &DatabaseConnection, customer: String, lines: Vec<(String, i32)>) -> Result<(), DbErr> {
    db.transaction::<_, (), DbErr>(|txn| {
        let bought = purchase::ActiveModel { customer: Set(customer), ..Default::default() }.insert(txn)?;
        for (cookie, quantity) in lines {
            purchase_line::ActiveModel {
                purchase_id: Set(bought.id),
                cookie: Set(cookie),
                quantity: Set(quantity),
                ..Default::default()
            }
            .insert(txn)?;
        }
        Ok(())
    })
    .map_err(|error| match error {
        TransactionError::Connection(error) | TransactionError::Transaction(error) => error,
    })
}
