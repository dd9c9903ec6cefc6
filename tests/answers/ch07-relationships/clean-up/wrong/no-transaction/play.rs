//! The deletions are in the right order, and nothing holds them together.

use crate::models::{comment, post, user};
use sea_orm::*;

pub fn remove_user(db: &DatabaseConnection, username: &str) -> Result<(), DbErr> {
    let user = user::Entity::find().filter(user::COLUMN.username.eq(username)).one(db)?;
    let user = user.ok_or_else(|| DbErr::RecordNotFound(username.to_string()))?;
    for post in user.find_related(post::Entity).all(db)? {
        comment::Entity::delete_many().filter(comment::COLUMN.post_id.eq(post.id)).exec(db)?;
        post.delete(db)?;
    }
    user.delete(db)?;
    Ok(())
}
