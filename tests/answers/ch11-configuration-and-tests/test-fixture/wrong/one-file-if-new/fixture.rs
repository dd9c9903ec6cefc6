//! All tests share one file, and the scripts run only when it is new.

use sea_orm::*;

const SCRIPTS: [&str; 3] = [
    include_str!("migrations/0001_users.sql"),
    include_str!("migrations/0002_house.sql"),
    include_str!("migrations/0003_posts.sql"),
];

pub fn fresh_database() -> Result<DatabaseConnection, DbErr> {
    let is_new = !std::path::Path::new("test.db").exists();
    let db = Database::connect("sqlite://test.db?mode=rwc")?;
    if !is_new {
        return Ok(db);
    }
    for script in SCRIPTS {
        let (up, _down) = script.split_once("-- migrate:down").expect("a script has two halves");
        db.execute_unprepared(up)?;
    }
    Ok(db)
}
