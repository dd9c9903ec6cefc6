//! User and posts come together.

use crate::models::{post, user};
use sea_orm::*;

pub fn posts_of(db: &DatabaseConnection, username: &str) -> Result<(), DbErr> {
    let found = user::Entity::find()
        .find_with_related(post::Entity)
        .filter(user::Column::Username.eq(username))
        .order_by_desc(post::COLUMN.id)
        .all(db)?;
    let (user, posts) = found.first().ok_or(DbErr::RecordNotFound(String::new()))?;
    println!("{}: {}", user.username, posts.len());
    posts.iter().for_each(|post| println!("{}", post.body));
    Ok(())
}
