//! Users and posts are joined, so those who wrote nothing are lost.

use crate::models::{post, user};
use sea_orm::*;

pub fn list_users(db: &DatabaseConnection) -> Result<(), DbErr> {
    let found: Vec<(user::Model, Vec<post::Model>)> = user::Entity::find()
        .find_with_related(post::Entity)
        .filter(post::COLUMN.id.is_not_null())
        .order_by_asc(user::COLUMN.username)
        .all(db)?;
    for (user, posts) in found {
        if let Some(newest) = posts.iter().max_by_key(|post| post.id) {
            println!("{}: {}, newest: {}", user.username, posts.len(), newest.body);
        }
    }
    Ok(())
}
