//! Both questions are written in SQL.

use sea_orm::*;

pub fn posts_of(db: &DatabaseConnection, username: &str) -> Result<(), DbErr> {
    let ask = |sql, value: Value| db.query_all_raw(Statement::from_sql_and_values(DbBackend::Sqlite, sql, [value]));
    let users = ask("SELECT id FROM user WHERE username = ?", username.into())?;
    let id: i32 = match users.first() {
        Some(row) => row.try_get("", "id")?,
        None => return Err(DbErr::RecordNotFound(username.to_owned())),
    };
    let posts = ask("SELECT body FROM post WHERE user_id = ? ORDER BY id DESC", id.into())?;
    println!("{username}: {}", posts.len());
    for row in posts {
        println!("{}", row.try_get::<String>("", "body")?);
    }
    Ok(())
}
