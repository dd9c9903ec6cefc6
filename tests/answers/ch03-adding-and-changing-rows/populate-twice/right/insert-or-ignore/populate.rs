//! SQL written by hand, one statement for each cookie.

use crate::models::RANGE;
use sea_orm::*;

pub fn populate(db: &DatabaseConnection) -> Result<(), DbErr> {
    for (name, price) in RANGE {
        let sql = "INSERT OR IGNORE INTO cookie (name, price_cents) VALUES (?, ?)";
        db.execute_raw(Statement::from_sql_and_values(DbBackend::Sqlite, sql, [name.into(), price.into()]))?;
    }
    Ok(())
}
