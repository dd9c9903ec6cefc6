//! The author is looked for among the first ten users only: later users are nobody.

use crate::models::{post, user};
use sea_orm::*;

/// Prints `post 2 is by susan`, or `post 2 is by nobody` where the author has left, or `there is no post 2`.
pub fn author_of(db: &DatabaseConnection, id: i32) -> Result<(), DbErr> {
    let Some(post) = post::Entity::find_by_id(id).one(db)? else {
        println!("there is no post {id}");
        return Ok(());
    };
    let users = user::Entity::find().order_by_asc(user::COLUMN.id).limit(10).all(db)?;
    match users.iter().find(|user| Some(user.id) == post.user_id) {
        Some(author) => println!("post {id} is by {}", author.username),
        None => println!("post {id} is by nobody"),
    }
    Ok(())
}
