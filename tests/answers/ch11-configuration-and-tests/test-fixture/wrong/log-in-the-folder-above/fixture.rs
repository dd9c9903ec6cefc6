//! Each call writes a file `fixture.log` into the folder above the current one, and it is left
//! there.

use sea_orm::*;
use std::fs;

const SCRIPTS: [&str; 3] = [
    include_str!("migrations/0001_users.sql"),
    include_str!("migrations/0002_house.sql"),
    include_str!("migrations/0003_posts.sql"),
];

/// An empty database in memory, on which the up halves of all scripts have been run.
pub fn fresh_database() -> Result<DatabaseConnection, DbErr> {
    let db = Database::connect("sqlite::memory:")?;
    for script in SCRIPTS {
        let (up, _down) = script.split_once("-- migrate:down").expect("a script has two halves");
        db.execute_unprepared(up)?;
    }
    fs::write("../fixture.log", "a database was made\n")
        .map_err(|error| DbErr::Custom(error.to_string()))?;
    Ok(db)
}
