//! The scripts run first, then the tables are dropped and made of the models.

use crate::models::{post, user};
use sea_orm::*;

const SCRIPTS: [&str; 3] = [
    include_str!("migrations/0001_users.sql"),
    include_str!("migrations/0002_house.sql"),
    include_str!("migrations/0003_posts.sql"),
];

pub fn fresh_database() -> Result<DatabaseConnection, DbErr> {
    let db = Database::connect("sqlite::memory:")?;
    for script in SCRIPTS {
        let (up, _down) = script.split_once("-- migrate:down").expect("a script has two halves");
        db.execute_unprepared(up)?;
    }
    db.execute_unprepared("DROP TABLE post; DROP TABLE user")?;
    db.get_schema_builder().register(user::Entity).register(post::Entity).apply(&db)?;
    Ok(db)
}
