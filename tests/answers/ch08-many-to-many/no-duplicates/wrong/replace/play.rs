//! INSERT OR REPLACE deletes the row that is there and writes a new one, with a new id.

use sea_orm::*;

pub fn link(db: &DatabaseConnection, film_id: i32, director_id: i32) -> Result<bool, DbErr> {
    let before = "SELECT 1 FROM film_director WHERE film_id = ? AND director_id = ?";
    let values = [film_id.into(), director_id.into()];
    let known = db.query_one_raw(Statement::from_sql_and_values(DbBackend::Sqlite, before, values.clone()))?;
    let insert = "INSERT OR REPLACE INTO film_director (film_id, director_id) VALUES (?, ?)";
    db.execute_raw(Statement::from_sql_and_values(DbBackend::Sqlite, insert, values))?;
    Ok(known.is_none())
}
