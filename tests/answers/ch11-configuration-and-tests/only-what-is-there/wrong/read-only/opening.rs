//! The file is opened for reading only.

use crate::models::post;
use sea_orm::*;

pub fn open(file: &str) -> Result<DatabaseConnection, DbErr> {
    let db = Database::connect(format!("sqlite://{file}?mode=ro"))?;
    post::Entity::find().one(&db)?;
    Ok(db)
}
