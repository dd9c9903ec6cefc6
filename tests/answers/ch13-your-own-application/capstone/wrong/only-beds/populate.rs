//! Adds beds, and nothing that grows in them.

use crate::models::bed;
use sea_orm::{sea_query::OnConflict, *};

const BEDS: [&str; 2] = ["by the wall", "under the pear tree"];
/// Adds the beds and that are missing. It may be run again at any time.
pub fn populate(db: &DatabaseConnection) -> Result<(), DbErr> {
    let beds = BEDS.map(|name| bed::ActiveModel { name: Set(name.to_string()), ..Default::default() });
    let same_name = OnConflict::column(bed::Column::Name).do_nothing().to_owned();
    bed::Entity::insert_many(beds).on_conflict(same_name).exec_without_returning(db)?;
    Ok(())
}
