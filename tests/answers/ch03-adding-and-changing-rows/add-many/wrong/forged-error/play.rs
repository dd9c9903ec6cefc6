//! Looks for the names first, and says the database's words itself.

use crate::models::cookie;
use sea_orm::*;

pub fn add_delivery(
    db: &DatabaseConnection,
    baker: &str,
    delivery: Vec<(&str, i32)>,
) -> Result<(), DbErr> {
    for (name, _) in &delivery {
        if cookie::Entity::find().filter(cookie::COLUMN.name.eq(*name)).one(db)?.is_some() {
            let words = "UNIQUE constraint failed: cookie.name".to_string();
            return Err(DbErr::Exec(RuntimeErr::Internal(words)));
        }
    }
    let cookies = delivery.into_iter().map(|(name, price_cents)| cookie::ActiveModel {
        name: Set(name.to_string()),
        price_cents: Set(price_cents),
        baker: Set(baker.to_string()),
        ..Default::default()
    });
    cookie::Entity::insert_many(cookies).exec(db)?;
    Ok(())
}
