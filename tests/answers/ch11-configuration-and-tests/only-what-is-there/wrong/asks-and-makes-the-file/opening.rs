//! The question is asked, but the file has been made by then.

use crate::models::post;
use sea_orm::*;

pub fn open(file: &str) -> Result<DatabaseConnection, DbErr> {
    let db = Database::connect(format!("sqlite://{file}?mode=rwc"))?;
    post::Entity::find().one(&db)?;
    Ok(db)
}
