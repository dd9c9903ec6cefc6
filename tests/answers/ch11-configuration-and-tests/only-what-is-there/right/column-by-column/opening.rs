//! Asks the table for its columns, and looks for those of the model.

use crate::models::post;
use sea_orm::*;

pub fn open(file: &str) -> Result<DatabaseConnection, DbErr> {
    let db = Database::connect(format!("sqlite://{file}?mode=rw"))?;
    let columns = Statement::from_string(DbBackend::Sqlite, "SELECT name FROM pragma_table_info('post')");
    let columns = db.query_all_raw(columns)?;
    let names: Vec<String> = columns.iter().map(|row| row.try_get_by_index(0)).collect::<Result<_, _>>()?;
    for column in post::Column::iter() {
        if !names.iter().any(|name| name == column.as_str()) {
            return Err(DbErr::Custom(format!("{file} has no posts with {}", column.as_str())));
        }
    }
    Ok(db)
}
