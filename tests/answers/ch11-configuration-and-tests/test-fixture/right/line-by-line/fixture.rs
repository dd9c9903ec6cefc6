//! The lines up to the down half are put together.

use sea_orm::*;

const SCRIPTS: [&str; 3] = [
    include_str!("migrations/0001_users.sql"),
    include_str!("migrations/0002_house.sql"),
    include_str!("migrations/0003_posts.sql"),
];

pub fn fresh_database() -> Result<DatabaseConnection, DbErr> {
    let db = Database::connect("sqlite::memory:")?;
    for script in SCRIPTS {
        let lines = script.lines().take_while(|line| !line.starts_with("-- migrate:down"));
        db.execute_unprepared(&lines.collect::<Vec<_>>().join("\n"))?;
    }
    Ok(db)
}
