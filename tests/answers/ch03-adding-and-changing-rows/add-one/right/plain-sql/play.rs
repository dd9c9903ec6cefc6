//! SQL written by hand, with the id in what it returns.

use sea_orm::*;

pub fn add_cookie(db: &DatabaseConnection, name: &str, price_cents: i32) -> Result<i32, DbErr> {
    let sql = "INSERT INTO cookie (name, price_cents) VALUES ($1, $2) RETURNING id";
    let statement = Statement::from_sql_and_values(DbBackend::Sqlite, sql, [name.into(), price_cents.into()]);
    let row = db.query_one_raw(statement)?.ok_or_else(|| DbErr::RecordNotInserted)?;
    row.try_get("", "id")
}
