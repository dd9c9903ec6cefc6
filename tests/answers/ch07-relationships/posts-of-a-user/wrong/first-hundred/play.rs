//! Only a hundred posts are counted and printed.

use crate::models::{post, user};
use sea_orm::*;

/// Prints `username: number of posts`, then the body of each of the user's posts on a line of its own,
/// the post with the largest id first.
/// A username that nobody has is the error `DbErr::RecordNotFound`.
pub fn posts_of(db: &DatabaseConnection, username: &str) -> Result<(), DbErr> {
    let user = user::Entity::find()
        .filter(user::COLUMN.username.eq(username))
        .one(db)?
        .ok_or_else(|| DbErr::RecordNotFound(format!("nobody is called {username}")))?;
    let posts = user.find_related(post::Entity).order_by_desc(post::COLUMN.id).limit(100).all(db)?;
    println!("{}: {}", user.username, posts.len());
    for post in posts {
        println!("{}", post.body);
    }
    Ok(())
}
