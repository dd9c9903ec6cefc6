//! The author is looked for among the first hundred users; the posts of a user after these are
//! by nobody.

use crate::models::{post, user};
use sea_orm::*;

/// Prints `post 2 is by susan`, or `post 2 is by nobody` where the author has left, or `there is no post 2`.
pub fn author_of(db: &DatabaseConnection, id: i32) -> Result<(), DbErr> {
    let Some(post) = post::Entity::find_by_id(id).one(db)? else {
        println!("there is no post {id}");
        return Ok(());
    };
    let users = user::Entity::find().order_by_asc(user::Column::Id).limit(100).all(db)?;
    let author = users.into_iter().find(|user| Some(user.id) == post.user_id);
    match author {
        Some(author) => println!("post {id} is by {}", author.username),
        None => println!("post {id} is by nobody"),
    }
    Ok(())
}
