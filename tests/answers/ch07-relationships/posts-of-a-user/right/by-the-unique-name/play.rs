//! The model knows how to find a user by the unique name; each question has a function.

use crate::models::{post, user};
use sea_orm::*;

pub fn posts_of(db: &DatabaseConnection, username: &str) -> Result<(), DbErr> {
    let user = find(db, username)?;
    let posts = newest_first(db, &user)?;
    let lines = posts.into_iter().map(|post| post.body);
    let first = format!("{}: {}", user.username, lines.len());
    std::iter::once(first).chain(lines).for_each(|line| println!("{line}"));
    Ok(())
}

fn find(db: &DatabaseConnection, username: &str) -> Result<user::Model, DbErr> {
    match user::Entity::find_by_username(username).one(db)? {
        Some(user) => Ok(user),
        None => Err(DbErr::RecordNotFound(format!("`{username}`"))),
    }
}

fn newest_first(db: &DatabaseConnection, user: &user::Model) -> Result<Vec<post::Model>, DbErr> {
    post::Entity::find().filter(post::COLUMN.user_id.eq(user.id)).order_by_id_desc().all(db)
}
