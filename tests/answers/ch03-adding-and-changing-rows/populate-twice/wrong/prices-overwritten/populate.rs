//! On a conflict, the price of the range is written over the owner's.

use crate::models::{RANGE, cookie};
use sea_orm::{sea_query::OnConflict, *};

pub fn populate(db: &DatabaseConnection) -> Result<(), DbErr> {
    let cookies = RANGE.map(|(name, price_cents)| cookie::ActiveModel {
        name: Set(name.to_string()),
        price_cents: Set(price_cents),
    });
    let same_name = OnConflict::column(cookie::Column::Name).update_column(cookie::Column::PriceCents).to_owned();
    cookie::Entity::insert_many(cookies).on_conflict(same_name).exec_without_returning(db)?;
    Ok(())
}
