//! The transaction is begun and ended in SQL.

use crate::models::{purchase, purchase_line};
use sea_orm::*;

pub fn buy(db: &DatabaseConnection, customer: String, lines: Vec<(String, i32)>) -> Result<(), DbErr> {
    db.execute_unprepared("BEGIN")?;
    let written = write(db, customer, lines);
    db.execute_unprepared(if written.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
    written
}

fn write(db: &DatabaseConnection, customer: String, lines: Vec<(String, i32)>) -> Result<(), DbErr> {
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
