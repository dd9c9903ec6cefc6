//! What was written before the error is deleted again, which the ids show.

use crate::models::{purchase, purchase_line};
use sea_orm::*;

pub fn buy(db: &DatabaseConnection, customer: String, lines: Vec<(String, i32)>) -> Result<(), DbErr> {
    let bought = purchase::ActiveModel { customer: Set(customer), ..Default::default() }.insert(db)?;
    for (cookie, quantity) in lines {
        let line = purchase_line::ActiveModel {
            purchase_id: Set(bought.id),
            cookie: Set(cookie),
            quantity: Set(quantity),
            ..Default::default()
        };
        if let Err(error) = line.insert(db) {
            purchase_line::Entity::delete_many().filter(purchase_line::COLUMN.purchase_id.eq(bought.id)).exec(db)?;
            bought.delete(db)?;
            return Err(error);
        }
    }
    Ok(())
}
