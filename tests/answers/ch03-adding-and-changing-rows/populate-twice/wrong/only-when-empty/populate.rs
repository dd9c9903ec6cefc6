//! Cookies are added only to an empty table, so what is missing stays missing.

use crate::models::{RANGE, cookie};
use sea_orm::*;

pub fn populate(db: &DatabaseConnection) -> Result<(), DbErr> {
    if cookie::Entity::find().count(db)? > 0 {
        return Ok(());
    }
    let cookies = RANGE.map(|(name, price_cents)| cookie::ActiveModel {
        name: Set(name.to_string()),
        price_cents: Set(price_cents),
    });
    cookie::Entity::insert_many(cookies).exec(db)?;
    Ok(())
}
