//! A connection that only reads looks first, and a second one is returned.

use crate::models::post;
use sea_orm::*;

pub fn open(file: &str) -> Result<DatabaseConnection, DbErr> {
    let look = Database::connect(format!("sqlite://{file}?mode=ro"))?;
    post::Entity::find().one(&look)?;
    look.close()?;
    Database::connect(format!("sqlite://{file}?mode=rw"))
}
