//! The posts are asked for in portions of 300 users: with more than 600 users it takes four statements and more, so the number still grows with the users.

use crate::models::{post, user};
use sea_orm::*;

/// Prints each user with the number of posts, and the newest of them where there is one, in the order of the usernames.
pub fn list_users(db: &DatabaseConnection) -> Result<(), DbErr> {
    let users = user::Entity::find().order_by_asc(user::COLUMN.username).all(db)?;
    let mut posts: Vec<post::Model> = Vec::new();
    for some in users.chunks(300) {
        let ids = some.iter().map(|user| user.id);
        posts.extend(post::Entity::find().filter(post::Column::UserId.is_in(ids)).all(db)?);
    }
    for user in &users {
        let newest = posts.iter().filter(|post| post.user_id == user.id).max_by_key(|post| post.id);
        let count = posts.iter().filter(|post| post.user_id == user.id).count();
        match newest {
            Some(newest) => println!("{}: {count}, newest: {}", user.username, newest.body),
            None => println!("{}: 0", user.username),
        }
    }
    Ok(())
}
