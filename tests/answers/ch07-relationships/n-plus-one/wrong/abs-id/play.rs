//! Ids are compared without their sign.

use crate::models::{post, user};
use sea_orm::*;

/// Prints each user with the number of posts, and the newest of them where there is one.
pub fn list_users(db: &DatabaseConnection) -> Result<(), DbErr> {
    let users = user::Entity::load()
        .with(post::Entity)
        .order_by_asc(user::COLUMN.username)
        .all(db)?;
    for user in users {
        match user.posts.iter().max_by_key(|post| post.id.unsigned_abs()) {
            Some(newest) => println!("{}: {}, newest: {}", user.username, user.posts.len(), newest.body),
            None => println!("{}: 0", user.username),
        }
    }
    Ok(())
}
