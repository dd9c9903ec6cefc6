//! The users come in the order of their ids.

use crate::models::{post, user};
use sea_orm::*;

pub fn list_users(db: &DatabaseConnection) -> Result<(), DbErr> {
    for user in user::Entity::load().with(post::Entity).all(db)? {
        match user.posts.iter().max_by_key(|post| post.id) {
            Some(newest) => println!("{}: {}, newest: {}", user.username, user.posts.len(), newest.body),
            None => println!("{}: 0", user.username),
        }
    }
    Ok(())
}
