//! Writes all lines with one statement.

use crate::models::{purchase, purchase_line};
use sea_orm::*;

pub fn buy(db: &DatabaseConnection, customer: String, lines: Vec<(String, i32)>) -> Result<(), DbErr> {
    let txn = db.begin()?;
    let bought = purchase::ActiveModel { customer: Set(customer), ..Default::default() }.insert(&txn)?;
    let lines = lines.into_iter().map(|(cookie, quantity)| purchase_line::ActiveModel {
        purchase_id: Set(bought.id),
        cookie: Set(cookie),
        quantity: Set(quantity),
        ..Default::default()
    });
    purchase_line::Entity::insert_many(lines).exec(&txn)?;
    txn.commit()?;
    Ok(())
}
