//! The database is made once, and every test gets the same connection.

use sea_orm::*;
use std::sync::OnceLock;

const SCRIPTS: [&str; 3] = [
    include_str!("migrations/0001_users.sql"),
    include_str!("migrations/0002_house.sql"),
    include_str!("migrations/0003_posts.sql"),
];

static DATABASE: OnceLock<DatabaseConnection> = OnceLock::new();

pub fn fresh_database() -> Result<DatabaseConnection, DbErr> {
    if let Some(db) = DATABASE.get() {
        return Ok(db.clone());
    }
    let db = Database::connect("sqlite::memory:")?;
    for script in SCRIPTS {
        let (up, _down) = script.split_once("-- migrate:down").expect("a script has two halves");
        db.execute_unprepared(up)?;
    }
    Ok(DATABASE.get_or_init(|| db).clone())
}
