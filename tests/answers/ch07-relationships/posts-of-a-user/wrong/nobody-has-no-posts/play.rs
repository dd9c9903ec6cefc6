//! A name that nobody has counts as a user without posts.

use crate::models::{post, user};
use sea_orm::*;

pub fn posts_of(db: &DatabaseConnection, username: &str) -> Result<(), DbErr> {
    let posts = post::Entity::find()
        .inner_join(user::Entity)
        .filter(user::COLUMN.username.eq(username))
        .order_by_desc(post::COLUMN.id)
        .all(db)?;
    println!("{username}: {}", posts.len());
    for post in posts {
        println!("{}", post.body);
    }
    Ok(())
}
