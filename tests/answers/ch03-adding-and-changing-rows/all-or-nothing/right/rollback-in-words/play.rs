//! The rollback is said in words, and the writing is a function of its own.

use crate::models::{purchase, purchase_line};
use sea_orm::*;

pub fn buy(db: &DatabaseConnection, customer: String, lines: Vec<(String, i32)>) -> Result<(), DbErr> {
    let txn = db.begin()?;
    if let Err(error) = write(&txn, customer, lines) {
        txn.rollback()?;
        return Err(error);
    }
    txn.commit()?;
    Ok(())
}

fn write(db: &impl ConnectionTrait, customer: String, lines: Vec<(String, i32)>) -> Result<(), DbErr> {
    let bought = purchase::ActiveModel { customer: Set(customer), ..Default::default() }.insert(db)?;
    for (cookie, quantity) in &lines {
        add_line(db, bought.id, cookie, *quantity)?;
    }
    Ok(())
}

fn add_line(db: &impl ConnectionTrait, purchase_id: i32, cookie: &str, quantity: i32) -> Result<(), DbErr> {
    let mut line = <purchase_line::ActiveModel as ActiveModelTrait>::default();
    line.purchase_id = Set(purchase_id);
    line.cookie = Set(cookie.to_owned());
    line.quantity = Set(quantity);
    line.insert(db).map(|_| ())
}
