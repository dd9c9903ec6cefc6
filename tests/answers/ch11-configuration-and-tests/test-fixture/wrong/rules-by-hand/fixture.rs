//! The models make the tables, and the rules and rows are added by hand, but one is forgotten.

use crate::models::{post, user};
use sea_orm::*;

pub fn fresh_database() -> Result<DatabaseConnection, DbErr> {
    let db = Database::connect("sqlite::memory:")?;
    db.get_schema_builder().register(user::Entity).register(post::Entity).apply(&db)?;
    db.execute_unprepared(
        "CREATE UNIQUE INDEX user_by_name ON user (username);
        CREATE INDEX post_by_user ON post (user_id);
        INSERT INTO user (username) VALUES ('house');
        INSERT INTO post (body, user_id) VALUES ('Welcome; be kind, and be brief.', 1);",
    )?;
    Ok(db)
}
