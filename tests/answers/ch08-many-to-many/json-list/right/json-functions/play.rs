//! SQLite does both: json_insert adds behind the last element, and only where json_each finds no equal one. An EXISTS prints each film once.

use crate::models::film;
use sea_orm::*;

/// Adds `language` at the end of the film's list, unless it is in the list already.
/// A title that no film has is the error `DbErr::RecordNotFound`.
pub fn add_language(db: &DatabaseConnection, title: &str, language: &str) -> Result<(), DbErr> {
    let values: [Value; 2] = [language.into(), title.into()];
    let sql = "UPDATE film SET languages = json_insert(languages, '$[#]', ?1) WHERE title = ?2 \
               AND NOT EXISTS (SELECT 1 FROM json_each(film.languages) AS known WHERE known.value = ?1)";
    let done = db.execute_raw(Statement::from_sql_and_values(DbBackend::Sqlite, sql, values))?;
    if done.rows_affected() == 0 && film::Entity::find().filter(film::COLUMN.title.eq(title)).count(db)? == 0 {
        return Err(DbErr::RecordNotFound(format!("film {title}")));
    }
    Ok(())
}

/// Prints the title of every film that has exactly this language in its list, in alphabetical order.
pub fn films_in(db: &DatabaseConnection, language: &str) -> Result<(), DbErr> {
    let sql = "SELECT title FROM film WHERE EXISTS \
               (SELECT 1 FROM json_each(film.languages) AS known WHERE known.value = ?) ORDER BY title";
    let values = [Value::from(language)];
    for row in db.query_all_raw(Statement::from_sql_and_values(DbBackend::Sqlite, sql, values))? {
        println!("{}", row.try_get_by_index::<String>(0)?);
    }
    Ok(())
}
