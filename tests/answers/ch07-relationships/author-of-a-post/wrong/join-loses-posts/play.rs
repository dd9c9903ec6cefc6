//! Post and author are joined, so a post without an author is not found.

use crate::models::{post, user};
use sea_orm::*;

pub fn author_of(db: &DatabaseConnection, id: i32) -> Result<(), DbErr> {
    let author = user::Entity::find().inner_join(post::Entity).filter(post::COLUMN.id.eq(id)).one(db)?;
    match author {
        Some(author) => println!("post {id} is by {}", author.username),
        None => println!("there is no post {id}"),
    }
    Ok(())
}
