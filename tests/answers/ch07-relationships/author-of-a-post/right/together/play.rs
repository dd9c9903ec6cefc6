//! The post is loaded together with its author.

use crate::models::{post, user};
use sea_orm::*;

pub fn author_of(db: &DatabaseConnection, id: i32) -> Result<(), DbErr> {
    match post::Entity::load().filter_by_id(id).with(user::Entity).one(db)? {
        None => println!("there is no post {id}"),
        Some(post) => {
            let author = post.author.into_option();
            println!("post {id} is by {}", author.map_or("nobody".to_string(), |author| author.username));
        }
    }
    Ok(())
}
