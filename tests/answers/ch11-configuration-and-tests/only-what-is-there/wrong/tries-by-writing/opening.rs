//! A post is written to see whether it works, and it stays.

use crate::models::post;
use sea_orm::*;

pub fn open(file: &str) -> Result<DatabaseConnection, DbErr> {
    let db = Database::connect(format!("sqlite://{file}?mode=rw"))?;
    let trial = post::ActiveModel { author: Set("trial".to_string()), body: Set("trial".to_string()), ..Default::default() };
    trial.insert(&db)?;
    Ok(db)
}
