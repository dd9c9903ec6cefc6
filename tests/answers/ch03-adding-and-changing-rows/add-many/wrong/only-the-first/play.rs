//! One cookie of the delivery is added.

use crate::models::cookie;
use sea_orm::*;

pub fn add_delivery(db: &DatabaseConnection, baker: &str, delivery: Vec<(&str, i32)>) -> Result<(), DbErr> {
    let cookies = delivery.into_iter().take(1).map(|(name, price_cents)| cookie::ActiveModel {
        name: Set(name.to_string()),
        price_cents: Set(price_cents),
        baker: Set(baker.to_string()),
        ..Default::default()
    });
    cookie::Entity::insert_many(cookies).exec(db)?;
    Ok(())
}
