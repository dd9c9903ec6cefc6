//! Counts the purchases to guess the id of the new one.

use crate::models::{purchase, purchase_line};
use sea_orm::*;

pub fn buy(db: &DatabaseConnection, customer: String, lines: Vec<(String, i32)>) -> Result<(), DbErr> {
    let txn = db.begin()?;
    purchase::ActiveModel { customer: Set(customer), ..Default::default() }.insert(&txn)?;
    let id = purchase::Entity::find().count(&txn)? as i32;
    for (cookie, quantity) in lines {
        purchase_line::ActiveModel {
            purchase_id: Set(id),
            cookie: Set(cookie),
            quantity: Set(quantity),
            ..Default::default()
        }
        .insert(&txn)?;
    }
    txn.commit()
}
