//! The posts are fetched from the oldest on and turned round; the name is compared in Rust.

use crate::models::{post, user};
use sea_orm::*;

pub fn posts_of(db: &DatabaseConnection, username: &str) -> Result<(), DbErr> {
    let users = user::Entity::find().all(db)?;
    let user = users.into_iter().find(|user| user.username == username);
    let user = user.ok_or_else(|| DbErr::RecordNotFound(username.to_string()))?;
    let mut posts = user.find_related(post::Entity).order_by_asc(post::COLUMN.id).all(db)?;
    posts.reverse();
    println!("{}: {}", username, posts.len());
    for post in posts {
        println!("{}", post.body);
    }
    Ok(())
}
