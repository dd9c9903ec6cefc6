//! A post that is not there is an error.

use crate::models::{post, user};
use sea_orm::*;

pub fn author_of(db: &DatabaseConnection, id: i32) -> Result<(), DbErr> {
    let post = post::Entity::find_by_id(id).one(db)?.ok_or_else(|| DbErr::RecordNotFound(id.to_string()))?;
    match post.find_related(user::Entity).one(db)? {
        Some(author) => println!("post {id} is by {}", author.username),
        None => println!("post {id} is by nobody"),
    }
    Ok(())
}
