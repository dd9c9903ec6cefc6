//! A new file for each call, left behind in the folder for temporary files.

use sea_orm::*;

const SCRIPTS: [&str; 3] = [
    include_str!("migrations/0001_users.sql"),
    include_str!("migrations/0002_house.sql"),
    include_str!("migrations/0003_posts.sql"),
];

pub fn fresh_database() -> Result<DatabaseConnection, DbErr> {
    static N: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
    let n = N.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
    let path = std::env::temp_dir().join(format!("tests-{}-{n}.db", std::process::id()));
    let db = Database::connect(format!("sqlite://{}?mode=rwc", path.display()))?;
    for script in SCRIPTS {
        let (up, _) = script.split_once("-- migrate:down").expect("two halves");
        db.execute_unprepared(up)?;
    }
    Ok(db)
}
