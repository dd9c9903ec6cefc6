//! The id of the post is taken for the id of its author.

use crate::models::{post, user};
use sea_orm::*;

pub fn author_of(db: &DatabaseConnection, id: i32) -> Result<(), DbErr> {
    if post::Entity::find_by_id(id).one(db)?.is_none() {
        println!("there is no post {id}");
        return Ok(());
    }
    match user::Entity::find_by_id(id).one(db)? {
        Some(author) => println!("post {id} is by {}", author.username),
        None => println!("post {id} is by nobody"),
    }
    Ok(())
}
