//! Yours: fills the shop with the range it opens with, as often as it is run.

use crate::models::{RANGE, cookie};
use sea_orm::*;

/// Adds the cookies of `RANGE` that are missing. Cookies whose name is there already are left as they are.
pub fn populate(db: &DatabaseConnection) -> Result<(), DbErr> {
    // This works once. What happens the second time?
    let cookies = RANGE.map(|(name, price_cents)| cookie::ActiveModel {
        name: Set(name.to_string()),
        price_cents: Set(price_cents),
    });
    cookie::Entity::insert_many(cookies).exec(db)?;
    Ok(())
}
