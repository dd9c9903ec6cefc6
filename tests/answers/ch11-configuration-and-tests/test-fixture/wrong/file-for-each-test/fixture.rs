//! Each test has a file of its own, and leaves it there.

use sea_orm::*;
use std::sync::atomic::{AtomicU32, Ordering};

const SCRIPTS: [&str; 3] = [
    include_str!("migrations/0001_users.sql"),
    include_str!("migrations/0002_house.sql"),
    include_str!("migrations/0003_posts.sql"),
];

static NUMBER: AtomicU32 = AtomicU32::new(0);

pub fn fresh_database() -> Result<DatabaseConnection, DbErr> {
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let db = Database::connect(format!("sqlite://test-{number}.db?mode=rwc"))?;
    for script in SCRIPTS {
        let (up, _down) = script.split_once("-- migrate:down").expect("a script has two halves");
        db.execute_unprepared(up)?;
    }
    Ok(db)
}
