//! Only the column with the titles is asked for.

use crate::models::film;
use sea_orm::*;

pub fn reverse_order(db: &DatabaseConnection) -> Result<(), DbErr> {
    let titles: Vec<String> = film::Entity::find()
        .select_only()
        .column(film::Column::Title)
        .order_by_desc(film::COLUMN.title)
        .into_tuple()
        .all(db)?;
    for title in titles {
        println!("{title}");
    }
    Ok(())
}
