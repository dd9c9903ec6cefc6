//! SQL as text: one statement with two subqueries, and a transaction as a closure.

use sea_orm::*;

pub fn unlink(db: &DatabaseConnection, title: &str, name: &str) -> Result<(), DbErr> {
    let sql = "DELETE FROM film_director
        WHERE film_id = (SELECT id FROM film WHERE title = ?)
            AND director_id = (SELECT id FROM director WHERE name = ?)";
    found(run(db, sql, [title.into(), name.into()])?)
}

pub fn remove_director(db: &DatabaseConnection, name: &str) -> Result<(), DbErr> {
    let result = db.transaction::<_, (), DbErr>(|txn| {
        let pairs = "DELETE FROM film_director WHERE director_id = (SELECT id FROM director WHERE name = ?)";
        run(txn, pairs, [name.into()])?;
        found(run(txn, "DELETE FROM director WHERE name = ?", [name.into()])?)
    });
    result.map_err(|error| match error {
        TransactionError::Connection(error) | TransactionError::Transaction(error) => error,
    })
}

fn run<const N: usize>(db: &impl ConnectionTrait, sql: &str, values: [Value; N]) -> Result<u64, DbErr> {
    Ok(db.execute_raw(Statement::from_sql_and_values(DbBackend::Sqlite, sql, values))?.rows_affected())
}

fn found(rows: u64) -> Result<(), DbErr> {
    if rows == 0 { Err(DbErr::RecordNotFound("nothing to take away".to_string())) } else { Ok(()) }
}
