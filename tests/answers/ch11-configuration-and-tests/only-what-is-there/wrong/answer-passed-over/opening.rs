//! The question is asked, and its error is passed over.

use crate::models::post;
use sea_orm::*;

pub fn open(file: &str) -> Result<DatabaseConnection, DbErr> {
    let db = Database::connect(format!("sqlite://{file}?mode=rw"))?;
    _ = post::Entity::find().one(&db);
    Ok(db)
}
