//! All posts are read, and the error is handed on by hand.

use crate::models::post;
use sea_orm::*;

pub fn open(file: &str) -> Result<DatabaseConnection, DbErr> {
    let db = Database::connect(format!("sqlite://{file}?mode=rw"))?;
    match post::Entity::find().all(&db) {
        Ok(_) => Ok(db),
        Err(error) => Err(error),
    }
}
