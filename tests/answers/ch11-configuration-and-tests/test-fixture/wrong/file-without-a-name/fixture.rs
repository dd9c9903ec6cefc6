//! A file that is removed as soon as it is open, so that nobody finds it in the folder.

use sea_orm::*;

const SCRIPTS: [&str; 3] = [
    include_str!("migrations/0001_users.sql"),
    include_str!("migrations/0002_house.sql"),
    include_str!("migrations/0003_posts.sql"),
];

pub fn fresh_database() -> Result<DatabaseConnection, DbErr> {
    let path = std::env::temp_dir().join("gone.db");
    let db = Database::connect(format!("sqlite://{}?mode=rwc", path.display()))?;
    db.execute_unprepared("PRAGMA journal_mode = MEMORY; PRAGMA user_version = 1")?;
    _ = std::fs::remove_file(path);
    for script in SCRIPTS {
        let (up, _down) = script.split_once("-- migrate:down").expect("a script has two halves");
        db.execute_unprepared(up)?;
    }
    Ok(db)
}
