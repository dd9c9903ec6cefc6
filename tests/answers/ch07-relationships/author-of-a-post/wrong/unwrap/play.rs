//! A post without an author ends the program.

use crate::models::{post, user};
use sea_orm::*;

pub fn author_of(db: &DatabaseConnection, id: i32) -> Result<(), DbErr> {
    let Some(post) = post::Entity::find_by_id(id).one(db)? else {
        println!("there is no post {id}");
        return Ok(());
    };
    let author = post.find_related(user::Entity).one(db)?.unwrap();
    println!("post {id} is by {}", author.username);
    Ok(())
}
