//! Names that are taken are passed over, and the rest goes in.

use crate::models::cookie;
use sea_orm::{sea_query::OnConflict, *};

pub fn add_delivery(db: &DatabaseConnection, baker: &str, delivery: Vec<(&str, i32)>) -> Result<(), DbErr> {
    let cookies = delivery.into_iter().map(|(name, price_cents)| cookie::ActiveModel {
        name: Set(name.to_string()),
        price_cents: Set(price_cents),
        baker: Set(baker.to_string()),
        ..Default::default()
    });
    let same_name = OnConflict::column(cookie::Column::Name).do_nothing().to_owned();
    cookie::Entity::insert_many(cookies).on_conflict(same_name).exec_without_returning(db)?;
    Ok(())
}
