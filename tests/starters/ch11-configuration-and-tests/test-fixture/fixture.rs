//! Yours: gives every test a database of its own, made by the scripts.

use crate::models::{post, user};
use sea_orm::*;

/// An empty database in memory, on which the up halves of all scripts have been run.
pub fn fresh_database() -> Result<DatabaseConnection, DbErr> {
    // This is what many a project has: one file for all tests, with the tables that the models make.
    let db = Database::connect("sqlite://test.db?mode=rwc")?;
    db.get_schema_builder().register(user::Entity).register(post::Entity).sync(&db)?;
    Ok(db)
}
