//! Looks at two columns of the model, and not at the third.

use sea_orm::*;

/// Opens the microblog in a file that is there, and whose posts have an author and a body.
pub fn open(file: &str) -> Result<DatabaseConnection, DbErr> {
    let db = Database::connect(format!("sqlite://{file}?mode=rw"))?;
    let sql = "SELECT post.author, post.body FROM post LIMIT 1";
    db.query_one_raw(Statement::from_string(DbBackend::Sqlite, sql))?;
    Ok(db)
}
