//! The file has to be there, and missing tables and columns are made.

use crate::models::post;
use sea_orm::*;

pub fn open(file: &str) -> Result<DatabaseConnection, DbErr> {
    let db = Database::connect(format!("sqlite://{file}?mode=rw"))?;
    db.get_schema_builder().register(post::Entity).sync(&db)?;
    Ok(db)
}
