//! The baker of the first delivery is written down.

use crate::models::cookie;
use sea_orm::*;

pub fn add_delivery(db: &DatabaseConnection, _: &str, delivery: Vec<(&str, i32)>) -> Result<(), DbErr> {
    let cookies = delivery.into_iter().map(|(name, price_cents)| cookie::ActiveModel {
        name: Set(name.to_string()),
        price_cents: Set(price_cents),
        baker: Set("Susan".to_string()),
        ..Default::default()
    });
    cookie::Entity::insert_many(cookies).exec(db)?;
    Ok(())
}
