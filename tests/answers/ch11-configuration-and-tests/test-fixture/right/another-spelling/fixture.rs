//! The text cut with `find`, one script after the other.

use sea_orm::*;

pub fn fresh_database() -> Result<DatabaseConnection, DbErr> {
    let db = Database::connect("sqlite::memory:")?;
    up(&db, include_str!("migrations/0001_users.sql"))?;
    up(&db, include_str!("migrations/0002_house.sql"))?;
    up(&db, include_str!("migrations/0003_posts.sql"))?;
    Ok(db)
}

fn up(db: &DatabaseConnection, script: &str) -> Result<(), DbErr> {
    let end = script.find("-- migrate:down").unwrap_or(script.len());
    db.execute_unprepared(&script[..end])?;
    Ok(())
}
