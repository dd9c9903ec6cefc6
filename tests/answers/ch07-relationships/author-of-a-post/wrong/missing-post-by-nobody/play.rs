//! A post that is not there is by nobody.

use crate::models::{post, user};
use sea_orm::*;

pub fn author_of(db: &DatabaseConnection, id: i32) -> Result<(), DbErr> {
    let post = post::Entity::find_by_id(id).one(db)?;
    let author = match post {
        Some(post) => post.find_related(user::Entity).one(db)?,
        None => None,
    };
    println!("post {id} is by {}", author.map_or("nobody".to_string(), |author| author.username));
    Ok(())
}
