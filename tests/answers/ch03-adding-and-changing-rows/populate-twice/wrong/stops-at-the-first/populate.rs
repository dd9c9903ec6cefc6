//! The first name that is taken ends the run, and its error is dropped.

use crate::models::{RANGE, cookie};
use sea_orm::*;

pub fn populate(db: &DatabaseConnection) -> Result<(), DbErr> {
    for (name, price_cents) in RANGE {
        let cookie = cookie::ActiveModel { name: Set(name.to_string()), price_cents: Set(price_cents) };
        if cookie.insert(db).is_err() {
            break;
        }
    }
    Ok(())
}
