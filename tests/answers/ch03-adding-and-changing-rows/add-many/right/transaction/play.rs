//! Single inserts in one transaction, which is committed after the last.

use crate::models::cookie;
use sea_orm::*;

pub fn add_delivery(db: &DatabaseConnection, baker: &str, delivery: Vec<(&str, i32)>) -> Result<(), DbErr> {
    let txn = db.begin()?;
    for (name, price_cents) in delivery {
        let cookie = cookie::ActiveModel {
            name: Set(name.to_string()),
            price_cents: Set(price_cents),
            baker: Set(baker.to_string()),
            ..Default::default()
        };
        cookie.insert(&txn)?;
    }
    txn.commit()
}
