//! The question is written in SQL.

use sea_orm::*;

pub fn count_per_year(db: &DatabaseConnection) -> Result<(), DbErr> {
    let question = "SELECT year, count(*) FROM film GROUP BY 1 ORDER BY 1 DESC";
    for row in db.query_all_raw(Statement::from_string(DbBackend::Sqlite, question))? {
        println!("{}: {}", row.try_get_by_index::<i32>(0)?, row.try_get_by_index::<i64>(1)?);
    }
    Ok(())
}
