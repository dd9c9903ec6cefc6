//! `find_with_related` puts the order of the users' ids before every other.

use crate::models::{post, user};
use sea_orm::*;

pub fn list_users(db: &DatabaseConnection) -> Result<(), DbErr> {
    let found = user::Entity::find()
        .find_with_related(post::Entity)
        .order_by_asc(user::COLUMN.username)
        .order_by_desc(post::COLUMN.id)
        .all(db)?;
    for (user, posts) in found {
        print!("{}: {}", user.username, posts.len());
        println!("{}", posts.first().map_or(String::new(), |newest| format!(", newest: {}", newest.body)));
    }
    Ok(())
}
