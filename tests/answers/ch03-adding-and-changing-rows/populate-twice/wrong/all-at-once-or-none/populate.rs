//! The error of the whole statement is dropped, so nothing is added where one name is taken.

use crate::models::{RANGE, cookie};
use sea_orm::*;

pub fn populate(db: &DatabaseConnection) -> Result<(), DbErr> {
    let cookies = RANGE.map(|(name, price_cents)| cookie::ActiveModel {
        name: Set(name.to_string()),
        price_cents: Set(price_cents),
    });
    let _ = cookie::Entity::insert_many(cookies).exec(db);
    Ok(())
}
