//! The database is fresh, but the models make the tables.

use crate::models::{post, user};
use sea_orm::*;

pub fn fresh_database() -> Result<DatabaseConnection, DbErr> {
    let db = Database::connect("sqlite::memory:")?;
    db.get_schema_builder().register(user::Entity).register(post::Entity).apply(&db)?;
    Ok(db)
}
