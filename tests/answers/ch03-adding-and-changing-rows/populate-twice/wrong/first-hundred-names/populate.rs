//! Only a hundred names are looked at.

use crate::models::{RANGE, cookie};
use sea_orm::*;

/// Adds the cookies of `RANGE` that are missing. Cookies whose name is there already are left as they are.
pub fn populate(db: &DatabaseConnection) -> Result<(), DbErr> {
    let there = cookie::Entity::find().order_by_asc(cookie::Column::Name).limit(100).all(db)?;
    for (name, price_cents) in RANGE {
        if !there.iter().any(|cookie| cookie.name == name) {
            cookie::ActiveModel { name: Set(name.to_string()), price_cents: Set(price_cents) }
                .insert(db)?;
        }
    }
    Ok(())
}
