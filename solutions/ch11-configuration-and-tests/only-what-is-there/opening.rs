//! Opens the microblog's database, and no other.

use crate::models::post;
use sea_orm::*;

/// Opens the microblog in a file that is there, and from which posts can be read.
/// Anything else is an error, and leaves all files as they were.
pub fn open(file: &str) -> Result<DatabaseConnection, DbErr> {
    let db = Database::connect(format!("sqlite://{file}?mode=rw"))?;
    post::Entity::find().one(&db)?;
    Ok(db)
}
