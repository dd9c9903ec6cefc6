//! The author is looked for by the key that the post holds.

use crate::models::{post, user};
use sea_orm::*;

pub fn author_of(db: &DatabaseConnection, id: i32) -> Result<(), DbErr> {
    let Some(post) = post::Entity::find_by_id(id).one(db)? else {
        println!("there is no post {id}");
        return Ok(());
    };
    let author = match post.user_id {
        Some(user_id) => user::Entity::find_by_id(user_id).one(db)?,
        None => None,
    };
    let name = author.as_ref().map_or("nobody", |author| &author.username);
    println!("post {id} is by {name}");
    Ok(())
}
