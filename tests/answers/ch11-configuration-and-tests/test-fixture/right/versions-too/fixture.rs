//! The table of versions is filled as well, and left out of what the tests see.

use sea_orm::*;

const SCRIPTS: [&str; 3] = [
    include_str!("migrations/0001_users.sql"),
    include_str!("migrations/0002_house.sql"),
    include_str!("migrations/0003_posts.sql"),
];

pub fn fresh_database() -> Result<DatabaseConnection, DbErr> {
    let db = Database::connect("sqlite::memory:")?;
    db.execute_unprepared("CREATE TEMP TABLE schema_migrations (version TEXT PRIMARY KEY)")?;
    for (index, script) in SCRIPTS.into_iter().enumerate() {
        let up = script.split("-- migrate:down").next().expect("the first part is always there");
        db.execute_unprepared(up)?;
        db.execute_unprepared(&format!("INSERT INTO schema_migrations (version) VALUES ('{:04}')", index + 1))?;
    }
    Ok(db)
}
