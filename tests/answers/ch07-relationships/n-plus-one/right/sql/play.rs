//! The database does all of it in one statement.

use sea_orm::*;

const LIST: &str = "
    SELECT username || ': ' || count(post.id) || coalesce(', newest: ' || (
        SELECT body FROM post WHERE user_id = user.id ORDER BY id DESC LIMIT 1
    ), '')
    FROM user LEFT JOIN post ON post.user_id = user.id
    GROUP BY user.id
    ORDER BY username";

pub fn list_users(db: &DatabaseConnection) -> Result<(), DbErr> {
    for row in db.query_all_raw(Statement::from_string(DbBackend::Sqlite, LIST))? {
        println!("{}", row.try_get_by_index::<String>(0)?);
    }
    Ok(())
}
