//! Each name is looked for before it is added, all in one transaction.

use crate::models::{RANGE, cookie};
use sea_orm::*;

pub fn populate(db: &DatabaseConnection) -> Result<(), DbErr> {
    let txn = db.begin()?;
    for (name, price_cents) in RANGE {
        if cookie::Entity::find_by_id(name).one(&txn)?.is_none() {
            cookie::ActiveModel { name: Set(name.to_string()), price_cents: Set(price_cents) }.insert(&txn)?;
        }
    }
    txn.commit()
}
