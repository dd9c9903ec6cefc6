//! What is refused is removed from the folder.

use crate::models::post;
use sea_orm::*;

pub fn open(file: &str) -> Result<DatabaseConnection, DbErr> {
    let db = Database::connect(format!("sqlite://{file}?mode=rw"))?;
    if let Err(error) = post::Entity::find().one(&db) {
        _ = std::fs::remove_file(file);
        return Err(error);
    }
    Ok(db)
}
