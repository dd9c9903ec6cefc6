//! Only cookies that cost something count as there: one of the range whose price the owner has set to 0 or less is deleted and added anew with the price of the list.

use crate::models::{RANGE, cookie};
use sea_orm::{sea_query::OnConflict, *};

/// Adds the cookies of `RANGE` that are missing. Cookies whose name is there already are left as they are.
pub fn populate(db: &DatabaseConnection) -> Result<(), DbErr> {
    let names = RANGE.map(|(name, _)| name);
    cookie::Entity::delete_many()
        .filter(cookie::Column::Name.is_in(names))
        .filter(cookie::COLUMN.price_cents.lte(0))
        .exec(db)?;
    let cookies = RANGE.map(|(name, price_cents)| cookie::ActiveModel {
        name: Set(name.to_string()),
        price_cents: Set(price_cents),
    });
    let same_name = OnConflict::column(cookie::Column::Name).do_nothing().to_owned();
    cookie::Entity::insert_many(cookies).on_conflict(same_name).exec_without_returning(db)?;
    Ok(())
}
