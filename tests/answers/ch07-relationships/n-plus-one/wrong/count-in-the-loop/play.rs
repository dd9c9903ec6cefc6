//! The newest post is found in memory, and the number is still asked for in the loop.

use crate::models::{post, user};
use sea_orm::*;

pub fn list_users(db: &DatabaseConnection) -> Result<(), DbErr> {
    let users = user::Entity::load().with(post::Entity).order_by_asc(user::COLUMN.username).all(db)?;
    for user in users {
        let count = post::Entity::find().filter(post::COLUMN.user_id.eq(user.id)).count(db)?;
        match user.posts.iter().max_by_key(|post| post.id) {
            Some(newest) => println!("{}: {count}, newest: {}", user.username, newest.body),
            None => println!("{}: 0", user.username),
        }
    }
    Ok(())
}
