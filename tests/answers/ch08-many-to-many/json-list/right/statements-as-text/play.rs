//! Does all of it with SQL as text: json_insert, json_each, and the number of rows.

use sea_orm::*;

pub fn add_language(db: &DatabaseConnection, title: &str, language: &str) -> Result<(), DbErr> {
    let known = "SELECT 1 FROM film WHERE title = ?";
    if db.query_one_raw(Statement::from_sql_and_values(DbBackend::Sqlite, known, [title.into()]))?.is_none() {
        return Err(DbErr::RecordNotFound(title.to_string()));
    }
    let add = "UPDATE film SET languages = json_insert(languages, '$[#]', ?1)
        WHERE title = ?2 AND ?1 NOT IN (SELECT value FROM json_each(languages))";
    db.execute_raw(Statement::from_sql_and_values(DbBackend::Sqlite, add, [language.into(), title.into()]))?;
    Ok(())
}

pub fn films_in(db: &DatabaseConnection, language: &str) -> Result<(), DbErr> {
    let ask = "SELECT title FROM film WHERE EXISTS (SELECT 1 FROM json_each(languages) WHERE value = ?) ORDER BY title";
    for row in db.query_all_raw(Statement::from_sql_and_values(DbBackend::Sqlite, ask, [language.into()]))? {
        println!("{}", row.try_get::<String>("", "title")?);
    }
    Ok(())
}
