//! Takes the id from `exec` and rolls back by hand.

use crate::models::{purchase, purchase_line};
use sea_orm::*;

pub fn buy(db: &DatabaseConnection, customer: String, lines: Vec<(String, i32)>) -> Result<(), DbErr> {
    let txn = db.begin()?;
    match write(&txn, customer, lines) {
        Ok(()) => txn.commit(),
        Err(error) => {
            txn.rollback()?;
            Err(error)
        }
    }
}

fn write(txn: &DatabaseTransaction, customer: String, lines: Vec<(String, i32)>) -> Result<(), DbErr> {
    let purchase = purchase::ActiveModel { customer: Set(customer), ..Default::default() };
    let id = purchase::Entity::insert(purchase).exec(txn)?.last_insert_id;
    for (cookie, quantity) in lines {
        let line = purchase_line::ActiveModel {
            purchase_id: Set(id),
            cookie: Set(cookie),
            quantity: Set(quantity),
            ..Default::default()
        };
        purchase_line::Entity::insert(line).exec(txn)?;
    }
    Ok(())
}
