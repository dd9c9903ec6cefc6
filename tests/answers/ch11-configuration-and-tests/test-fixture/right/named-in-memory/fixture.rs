//! A database in memory with a name of its own for each call.

use sea_orm::*;
use std::sync::atomic::{AtomicUsize, Ordering};

const SCRIPTS: [&str; 3] = [
    include_str!("migrations/0001_users.sql"),
    include_str!("migrations/0002_house.sql"),
    include_str!("migrations/0003_posts.sql"),
];

static CALLS: AtomicUsize = AtomicUsize::new(0);

pub fn fresh_database() -> Result<DatabaseConnection, DbErr> {
    let call = CALLS.fetch_add(1, Ordering::SeqCst);
    let db = Database::connect(format!("sqlite:file:test-{call}?mode=memory&cache=shared"))?;
    for script in SCRIPTS {
        let up = script.split("-- migrate:down").next().unwrap_or_default();
        db.execute_unprepared(up)?;
    }
    Ok(db)
}
