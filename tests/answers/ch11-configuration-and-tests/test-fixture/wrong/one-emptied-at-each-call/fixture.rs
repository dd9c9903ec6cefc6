//! One database in memory for all tests, emptied and made anew at each call.

use sea_orm::*;

const SCRIPTS: [&str; 3] = [
    include_str!("migrations/0001_users.sql"),
    include_str!("migrations/0002_house.sql"),
    include_str!("migrations/0003_posts.sql"),
];

thread_local! {
    static SHARED: DatabaseConnection = Database::connect("sqlite::memory:").expect("memory is there");
}

pub fn fresh_database() -> Result<DatabaseConnection, DbErr> {
    let db = SHARED.with(Clone::clone);
    db.execute_unprepared("DROP TABLE IF EXISTS post; DROP TABLE IF EXISTS user")?;
    for script in SCRIPTS {
        let (up, _down) = script.split_once("-- migrate:down").expect("a script has two halves");
        db.execute_unprepared(up)?;
    }
    Ok(db)
}
