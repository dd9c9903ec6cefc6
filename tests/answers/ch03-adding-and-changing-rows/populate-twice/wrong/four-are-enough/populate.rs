//! A shop that has exactly four cookies is taken for complete: oat, ginger, walnut and plum get
//! no lemon and no rye.

use crate::models::{RANGE, cookie};
use sea_orm::{sea_query::OnConflict, *};

/// Adds the cookies of `RANGE` that are missing. Cookies whose name is there already are left as they are.
pub fn populate(db: &DatabaseConnection) -> Result<(), DbErr> {
    if cookie::Entity::find().count(db)? == RANGE.len() as u64 {
        return Ok(());
    }
    let cookies = RANGE.map(|(name, price_cents)| cookie::ActiveModel {
        name: Set(name.to_string()),
        price_cents: Set(price_cents),
    });
    let same_name = OnConflict::column(cookie::Column::Name).do_nothing().to_owned();
    cookie::Entity::insert_many(cookies).on_conflict(same_name).exec_without_returning(db)?;
    Ok(())
}
