//! Compares the table with the text that made it, so a column more is refused.

use sea_orm::*;

pub fn open(file: &str) -> Result<DatabaseConnection, DbErr> {
    let db = Database::connect(format!("sqlite://{file}?mode=rw"))?;
    let columns = "SELECT group_concat(name) FROM pragma_table_info('post')";
    let columns = db.query_one_raw(Statement::from_string(DbBackend::Sqlite, columns))?;
    match columns.map(|row| row.try_get_by_index::<Option<String>>(0)).transpose()?.flatten() {
        Some(columns) if columns == "id,author,body" => Ok(db),
        _ => Err(DbErr::Custom("this is not the microblog".to_string())),
    }
}
