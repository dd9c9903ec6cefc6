//! Refuses a microblog in which nobody has written yet.

use crate::models::post;
use sea_orm::*;

pub fn open(file: &str) -> Result<DatabaseConnection, DbErr> {
    let db = Database::connect(format!("sqlite://{file}?mode=rw"))?;
    post::Entity::find().one(&db)?.ok_or_else(|| DbErr::Custom("no posts".into()))?;
    Ok(db)
}
