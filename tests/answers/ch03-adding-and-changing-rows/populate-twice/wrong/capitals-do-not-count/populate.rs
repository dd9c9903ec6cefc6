//! Takes Oat for oat: a name that is not in the table is not added.

use crate::models::{RANGE, cookie};
use sea_orm::*;

pub fn populate(db: &DatabaseConnection) -> Result<(), DbErr> {
    let there = cookie::Entity::find().all(db)?;
    for (name, price_cents) in RANGE {
        if !there.iter().any(|cookie| cookie.name.eq_ignore_ascii_case(name)) {
            cookie::ActiveModel { name: Set(name.to_string()), price_cents: Set(price_cents) }.insert(db)?;
        }
    }
    Ok(())
}
