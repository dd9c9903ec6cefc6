//! An empty name is nobody.

use crate::models::{post, user};
use sea_orm::*;

/// Prints `post 2 is by susan`, or `post 2 is by nobody` where the author has left, or `there is no post 2`.
pub fn author_of(db: &DatabaseConnection, id: i32) -> Result<(), DbErr> {
    let Some(post) = post::Entity::find_by_id(id).one(db)? else {
        println!("there is no post {id}");
        return Ok(());
    };
    match post.find_related(user::Entity).one(db)?.filter(|author| !author.username.is_empty()) {
        Some(author) => println!("post {id} is by {}", author.username),
        None => println!("post {id} is by nobody"),
    }
    Ok(())
}
