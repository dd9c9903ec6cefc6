//! The program panics where an error is asked for.

use crate::models::post;
use sea_orm::*;

pub fn open(file: &str) -> Result<DatabaseConnection, DbErr> {
    let db = Database::connect(format!("sqlite://{file}?mode=rw"))?;
    post::Entity::find().one(&db).expect("this is the microblog");
    Ok(db)
}
