//! One question, whose rows hold a user and a post each.

use crate::models::{post, user};
use sea_orm::*;

pub fn list_users(db: &DatabaseConnection) -> Result<(), DbErr> {
    let mut found = user::Entity::find()
        .find_with_related(post::Entity)
        .order_by_desc(post::COLUMN.id)
        .all(db)?;
    found.sort_by(|(one, _), (two, _)| one.username.cmp(&two.username));
    for (user, posts) in found {
        print!("{}: {}", user.username, posts.len());
        println!("{}", posts.first().map_or(String::new(), |newest| format!(", newest: {}", newest.body)));
    }
    Ok(())
}
