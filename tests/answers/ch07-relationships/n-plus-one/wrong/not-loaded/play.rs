//! The posts are never loaded, so nobody seems to have any.

use crate::models::user;
use sea_orm::*;

pub fn list_users(db: &DatabaseConnection) -> Result<(), DbErr> {
    let users = user::Entity::load().order_by_asc(user::COLUMN.username).all(db)?;
    for user in users {
        match user.posts.iter().max_by_key(|post| post.id) {
            Some(newest) => println!("{}: {}, newest: {}", user.username, user.posts.len(), newest.body),
            None => println!("{}: 0", user.username),
        }
    }
    Ok(())
}
