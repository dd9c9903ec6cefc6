//! Looks for the column that last year's table lacks, and for no other.

use sea_orm::*;

pub fn open(file: &str) -> Result<DatabaseConnection, DbErr> {
    let db = Database::connect(format!("sqlite://{file}?mode=rw"))?;
    db.query_all_raw(Statement::from_string(DbBackend::Sqlite, "SELECT author FROM post LIMIT 1"))?;
    Ok(db)
}
