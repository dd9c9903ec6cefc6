//! A lemon or rye cookie that the owner gives away (0 cents or less) is deleted and made again
//! with the price of the list; it should stay as it is. The steps that show try this with oat
//! and ginger only.

use crate::models::{RANGE, cookie};
use sea_orm::{sea_query::OnConflict, *};

/// Adds the cookies of `RANGE` that are missing. Cookies whose name is there already are left as they are.
pub fn populate(db: &DatabaseConnection) -> Result<(), DbErr> {
    let cookies = RANGE.map(|(name, price_cents)| cookie::ActiveModel {
        name: Set(name.to_string()),
        price_cents: Set(price_cents),
    });
    let same_name = OnConflict::column(cookie::Column::Name).do_nothing().to_owned();
    cookie::Entity::insert_many(cookies).on_conflict(same_name).exec_without_returning(db)?;
    cookie::Entity::delete_many()
        .filter(cookie::Column::Name.is_in(["lemon", "rye"]))
        .filter(cookie::Column::PriceCents.lte(0))
        .exec(db)?;
    let again = RANGE.map(|(name, price_cents)| cookie::ActiveModel {
        name: Set(name.to_string()),
        price_cents: Set(price_cents),
    });
    let same_name = OnConflict::column(cookie::Column::Name).do_nothing().to_owned();
    cookie::Entity::insert_many(again).on_conflict(same_name).exec_without_returning(db)?;
    Ok(())
}
