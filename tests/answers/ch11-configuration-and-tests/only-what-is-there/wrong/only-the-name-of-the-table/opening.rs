//! A table with the name `post` is enough, whatever its columns are.

use sea_orm::*;

pub fn open(file: &str) -> Result<DatabaseConnection, DbErr> {
    let db = Database::connect(format!("sqlite://{file}?mode=rw"))?;
    let tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name = 'post'";
    let table = db.query_one_raw(Statement::from_string(DbBackend::Sqlite, tables))?;
    table.ok_or(DbErr::Custom("there is no table `post`".to_string()))?;
    Ok(db)
}
