//! The file is looked for before it is opened, and the columns are asked for in SQL.

use sea_orm::*;

pub fn open(file: &str) -> Result<DatabaseConnection, DbErr> {
    if !std::path::Path::new(file).is_file() {
        return Err(DbErr::Custom(format!("there is no file {file}")));
    }
    let db = Database::connect(format!("sqlite:{file}"))?;
    let columns = Statement::from_string(DbBackend::Sqlite, "SELECT id, author, body FROM post LIMIT 0");
    db.query_all_raw(columns)?;
    Ok(db)
}
