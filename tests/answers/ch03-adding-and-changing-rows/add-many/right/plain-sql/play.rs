//! One SQL statement, put together with a pair of brackets for each cookie.

use sea_orm::*;

pub fn add_delivery(db: &DatabaseConnection, baker: &str, delivery: Vec<(&str, i32)>) -> Result<(), DbErr> {
    let rows = vec!["(?, ?, ?)"; delivery.len()].join(", ");
    let sql = format!("INSERT INTO cookie (name, price_cents, baker) VALUES {rows}");
    let values: Vec<Value> =
        delivery.into_iter().flat_map(|(name, price)| [name.into(), price.into(), baker.into()]).collect();
    db.execute_raw(Statement::from_sql_and_values(DbBackend::Sqlite, sql, values))?;
    Ok(())
}
