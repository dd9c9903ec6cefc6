//! The rows the garden begins with: two beds, and what grows there in the first year.

use crate::models::{bed, planting};
use sea_orm::{sea_query::OnConflict, *};

// ANCHOR: populate
const BEDS: [&str; 2] = ["by the wall", "under the pear tree"];
const FIRST_YEAR: [(&str, &str); 3] =
    [("by the wall", "tomato"), ("by the wall", "basil"), ("under the pear tree", "wild garlic")];

/// Adds the beds and plantings that are missing. It may be run again at any time.
pub fn populate(db: &DatabaseConnection) -> Result<(), DbErr> {
    let beds =
        BEDS.map(|name| bed::ActiveModel { name: Set(name.to_string()), ..Default::default() });
    let same_name = OnConflict::column(bed::Column::Name).do_nothing().to_owned();
    bed::Entity::insert_many(beds).on_conflict(same_name).exec_without_returning(db)?;
    for (name, crop) in FIRST_YEAR {
        plant(db, name, crop)?;
    }
    Ok(())
}

/// Plants a crop in a bed, unless it was planted there in that year.
fn plant(db: &DatabaseConnection, bed_name: &str, crop: &str) -> Result<(), DbErr> {
    let Some(bed) = bed::Entity::find().filter(bed::COLUMN.name.eq(bed_name)).one(db)? else {
        return Ok(());
    };
    let same = planting::Entity::find()
        .filter(planting::COLUMN.bed_id.eq(bed.id))
        .filter(planting::COLUMN.crop.eq(crop))
        .filter(planting::COLUMN.year.eq(2025));
    if same.one(db)?.is_none() {
        let planting = planting::ActiveModel {
            bed_id: Set(bed.id),
            crop: Set(crop.to_string()),
            year: Set(2025),
            ..Default::default()
        };
        planting.insert(db)?;
    }
    Ok(())
}
// ANCHOR_END: populate
