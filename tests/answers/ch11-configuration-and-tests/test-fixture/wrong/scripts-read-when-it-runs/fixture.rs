//! The scripts are looked for in the folder in which the program runs, where they are not.

use sea_orm::*;

pub fn fresh_database() -> Result<DatabaseConnection, DbErr> {
    let db = Database::connect("sqlite::memory:")?;
    for name in ["0001_users", "0002_house", "0003_posts"] {
        let script = std::fs::read_to_string(format!("migrations/{name}.sql"))
            .map_err(|error| DbErr::Custom(error.to_string()))?;
        let (up, _down) = script.split_once("-- migrate:down").expect("a script has two halves");
        db.execute_unprepared(up)?;
    }
    Ok(db)
}
