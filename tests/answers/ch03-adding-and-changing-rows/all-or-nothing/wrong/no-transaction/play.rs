//! Writes straight to the database: what was written before an error stays.

use crate::models::{purchase, purchase_line};
use sea_orm::*;

pub fn buy(db: &DatabaseConnection, customer: String, lines: Vec<(String, i32)>) -> Result<(), DbErr> {
    let bought = purchase::ActiveModel { customer: Set(customer), ..Default::default() }.insert(db)?;
    for (cookie, quantity) in lines {
        purchase_line::ActiveModel {
            purchase_id: Set(bought.id),
            cookie: Set(cookie),
            quantity: Set(quantity),
            ..Default::default()
        }
        .insert(db)?;
    }
    Ok(())
}
