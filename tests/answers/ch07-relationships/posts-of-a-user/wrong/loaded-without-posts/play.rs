//! The posts were never asked for, so there seem to be none.

use crate::models::user;
use sea_orm::*;

pub fn posts_of(db: &DatabaseConnection, username: &str) -> Result<(), DbErr> {
    let user = user::Entity::load()
        .filter(user::COLUMN.username.eq(username))
        .one(db)?
        .ok_or_else(|| DbErr::RecordNotFound(username.to_string()))?;
    println!("{}: {}", user.username, user.posts.len());
    for post in &user.posts {
        println!("{}", post.body);
    }
    Ok(())
}
