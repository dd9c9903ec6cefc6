//! A statement for each thousand users.

use crate::models::{post, user};
use sea_orm::*;

/// Prints each user with the number of posts, and the newest of them where there is one, in the order of the usernames.
pub fn list_users(db: &DatabaseConnection) -> Result<(), DbErr> {
    let users = user::Entity::find().order_by_asc(user::COLUMN.username).all(db)?;
    for users in users.chunks(1000) {
        let ids = users.iter().map(|user| user.id);
        let posts = post::Entity::find().filter(post::Column::UserId.is_in(ids)).all(db)?;
        for user in users {
            let posts: Vec<_> = posts.iter().filter(|post| post.user_id == user.id).collect();
            match posts.iter().max_by_key(|post| post.id) {
                Some(newest) => println!("{}: {}, newest: {}", user.username, posts.len(), newest.body),
                None => println!("{}: 0", user.username),
            }
        }
    }
    Ok(())
}
