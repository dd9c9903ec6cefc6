//! Two questions, one for each table, and the posts are sorted to their users in Rust.

use crate::models::{post, user};
use sea_orm::*;

pub fn list_users(db: &DatabaseConnection) -> Result<(), DbErr> {
    let posts = post::Entity::find().order_by_asc(post::COLUMN.id).all(db)?;
    for user in user::Entity::find().order_by_asc(user::COLUMN.username).all(db)? {
        let own: Vec<&post::Model> = posts.iter().filter(|post| post.user_id == user.id).collect();
        match own.last() {
            Some(newest) => println!("{}: {}, newest: {}", user.username, own.len(), newest.body),
            None => println!("{}: 0", user.username),
        }
    }
    Ok(())
}
