//! The user is loaded with the posts, and the program puts them in order.

use crate::models::{post, user};
use sea_orm::*;

pub fn posts_of(db: &DatabaseConnection, username: &str) -> Result<(), DbErr> {
    let user = user::Entity::load().filter(user::COLUMN.username.eq(username)).with(post::Entity).one(db)?;
    let user = user.ok_or_else(|| DbErr::RecordNotFound("no such user".into()))?;
    let mut posts: Vec<_> = user.posts.iter().collect();
    posts.sort_by_key(|post| std::cmp::Reverse(post.id));
    println!("{}: {}", user.username, posts.len());
    for post in posts {
        println!("{}", post.body);
    }
    Ok(())
}
