//! A name that is twice in a delivery is added once, the database is not asked to refuse it.

use crate::models::cookie;
use sea_orm::*;

pub fn add_delivery(db: &DatabaseConnection, baker: &str, delivery: Vec<(&str, i32)>) -> Result<(), DbErr> {
    let mut seen = std::collections::HashSet::new();
    let cookies = delivery.into_iter().filter(move |(name, _)| seen.insert(*name)).map(|(name, price_cents)| cookie::ActiveModel { name: Set(name.to_string()), price_cents: Set(price_cents), baker: Set(baker.to_string()), ..Default::default() });
    cookie::Entity::insert_many(cookies).exec(db)?;
    Ok(())
}
