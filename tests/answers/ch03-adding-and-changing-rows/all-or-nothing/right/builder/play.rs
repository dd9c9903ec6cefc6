//! The active models are built call by call, and saved.

use crate::models::{purchase, purchase_line};
use sea_orm::*;

pub fn buy(db: &DatabaseConnection, customer: String, lines: Vec<(String, i32)>) -> Result<(), DbErr> {
    let txn = db.begin()?;
    let bought = purchase::ActiveModel::builder().set_customer(customer).save(&txn)?;
    lines.into_iter().try_for_each(|(cookie, quantity)| {
        let line = purchase_line::ActiveModel::builder().set_purchase_id(bought.id.clone().unwrap());
        line.set_cookie(cookie).set_quantity(quantity).save(&txn).map(|_| ())
    })?;
    txn.commit()
}
