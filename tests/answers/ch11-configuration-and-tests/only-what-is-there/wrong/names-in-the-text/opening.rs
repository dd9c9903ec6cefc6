//! The columns are looked for in the text of the table.

use sea_orm::*;

/// Opens the microblog in a file that is there, and from which posts can be read.
pub fn open(file: &str) -> Result<DatabaseConnection, DbErr> {
    let db = Database::connect(format!("sqlite://{file}?mode=rw"))?;
    let sql = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'post' \
        AND sql LIKE '%id %' AND sql LIKE '%author%' AND sql LIKE '%body%'";
    match db.query_one_raw(Statement::from_string(DbBackend::Sqlite, sql))? {
        Some(_) => Ok(db),
        None => Err(DbErr::Custom(format!("{file} is not the microblog"))),
    }
}
