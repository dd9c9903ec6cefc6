//! Yours: opens the microblog's database, and no other.

use crate::models::post;
use sea_orm::*;

/// Opens the microblog in a file that is there, and from which posts can be read.
/// Anything else is an error, and leaves all files as they were.
pub fn open(file: &str) -> Result<DatabaseConnection, DbErr> {
    // This always succeeds. Is that good?
    let db = Database::connect(format!("sqlite://{file}?mode=rwc"))?;
    db.get_schema_builder().register(post::Entity).sync(&db)?;
    Ok(db)
}
