//! The posts of all users are loaded beside them.

use crate::models::{post, user};
use sea_orm::*;

pub fn list_users(db: &DatabaseConnection) -> Result<(), DbErr> {
    let users = user::Entity::find().order_by_asc(user::COLUMN.username).all(db)?;
    let posts = users.load_many(post::Entity, db)?;
    for (user, posts) in users.iter().zip(posts) {
        match posts.iter().max_by_key(|post| post.id) {
            Some(newest) => println!("{}: {}, newest: {}", user.username, posts.len(), newest.body),
            None => println!("{}: 0", user.username),
        }
    }
    Ok(())
}
