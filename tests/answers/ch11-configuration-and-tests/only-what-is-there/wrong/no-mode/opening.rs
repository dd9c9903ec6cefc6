//! No mode is given, and without one the file is made as well.

use crate::models::post;
use sea_orm::*;

pub fn open(file: &str) -> Result<DatabaseConnection, DbErr> {
    let db = Database::connect(format!("sqlite://{file}"))?;
    post::Entity::find().one(&db)?;
    Ok(db)
}
