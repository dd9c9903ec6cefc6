//! The database writes the lines itself.

use sea_orm::*;

pub fn print_all(db: &DatabaseConnection) -> Result<(), DbErr> {
    let sql = "SELECT title || ' (' || year || '), ' || coalesce(minutes || ' min', 'length unknown') FROM film";
    for row in db.query_all_raw(Statement::from_string(DbBackend::Sqlite, sql))? {
        println!("{}", row.try_get_by_index::<String>(0)?);
    }
    Ok(())
}
