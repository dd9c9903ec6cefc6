//! Only the thousand newest posts are fetched: with more posts than that the counts are too small and some users show 0.

use crate::models::{post, user};
use sea_orm::*;

/// Prints each user with the number of posts, and the newest of them where there is one, in the order of the usernames.
pub fn list_users(db: &DatabaseConnection) -> Result<(), DbErr> {
    let users = user::Entity::find().order_by_asc(user::COLUMN.username).all(db)?;
    let posts = post::Entity::find().order_by_desc(post::COLUMN.id).limit(1000).all(db)?;
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
