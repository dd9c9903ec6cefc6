//! Writes into the file that it was opened, where no row shows it.

use crate::models::post;
use sea_orm::*;

pub fn open(file: &str) -> Result<DatabaseConnection, DbErr> {
    let db = Database::connect(format!("sqlite://{file}?mode=rw"))?;
    post::Entity::find().one(&db)?;
    db.execute_unprepared("PRAGMA user_version = 1")?;
    Ok(db)
}
