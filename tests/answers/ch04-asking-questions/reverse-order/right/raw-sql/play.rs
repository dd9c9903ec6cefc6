//! The question is written in SQL.

use sea_orm::*;

pub fn reverse_order(db: &DatabaseConnection) -> Result<(), DbErr> {
    let question = Statement::from_string(DbBackend::Sqlite, "SELECT title FROM film ORDER BY title DESC");
    for row in db.query_all_raw(question)? {
        println!("{}", row.try_get::<String>("", "title")?);
    }
    Ok(())
}
