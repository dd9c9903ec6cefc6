//! The table is emptied first, and the owner's own cookies with it.

use crate::models::{RANGE, cookie};
use sea_orm::*;

pub fn populate(db: &DatabaseConnection) -> Result<(), DbErr> {
    cookie::Entity::delete_many().exec(db)?;
    let cookies = RANGE.map(|(name, price_cents)| cookie::ActiveModel {
        name: Set(name.to_string()),
        price_cents: Set(price_cents),
    });
    cookie::Entity::insert_many(cookies).exec(db)?;
    Ok(())
}
