//! Each test begins with a new file, but it is in the way of the next test.

use sea_orm::*;

const SCRIPTS: [&str; 3] = [
    include_str!("migrations/0001_users.sql"),
    include_str!("migrations/0002_house.sql"),
    include_str!("migrations/0003_posts.sql"),
];

pub fn fresh_database() -> Result<DatabaseConnection, DbErr> {
    _ = std::fs::remove_file("test.db");
    let db = Database::connect("sqlite://test.db?mode=rwc")?;
    for script in SCRIPTS {
        let (up, _down) = script.split_once("-- migrate:down").expect("a script has two halves");
        db.execute_unprepared(up)?;
    }
    Ok(db)
}
