//! Writes the two joins in SQL, with LEFT JOIN so that an end without pairs can be told from one that is not there.

use sea_orm::*;

pub fn directors_of(db: &DatabaseConnection, title: &str) -> Result<(), DbErr> {
    let sql = "SELECT director.name AS line FROM film
        LEFT JOIN film_director ON film_director.film_id = film.id
        LEFT JOIN director ON director.id = film_director.director_id
        WHERE film.title = ? ORDER BY director.name";
    print(db, sql, title)
}

pub fn films_of(db: &DatabaseConnection, name: &str) -> Result<(), DbErr> {
    let sql = "SELECT film.year || ' ' || film.title AS line FROM director
        LEFT JOIN film_director ON film_director.director_id = director.id
        LEFT JOIN film ON film.id = film_director.film_id
        WHERE director.name = ? ORDER BY film.year, film.title";
    print(db, sql, name)
}

fn print(db: &DatabaseConnection, sql: &str, value: &str) -> Result<(), DbErr> {
    let rows = db.query_all_raw(Statement::from_sql_and_values(DbBackend::Sqlite, sql, [value.into()]))?;
    if rows.is_empty() {
        return Err(DbErr::RecordNotFound(value.to_string()));
    }
    for row in rows {
        if let Some(line) = row.try_get::<Option<String>>("", "line")? {
            println!("{line}");
        }
    }
    Ok(())
}
