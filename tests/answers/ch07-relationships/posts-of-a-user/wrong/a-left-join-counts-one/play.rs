//! A user without posts still gives one row, and an empty line.

use crate::models::{post, user};
use sea_orm::*;

pub fn posts_of(db: &DatabaseConnection, username: &str) -> Result<(), DbErr> {
    let rows = user::Entity::find()
        .find_also_related(post::Entity)
        .filter(user::COLUMN.username.eq(username))
        .order_by_desc(post::COLUMN.id)
        .all(db)?;
    let (user, _) = rows.first().ok_or_else(|| DbErr::RecordNotFound(username.to_string()))?;
    println!("{}: {}", user.username, rows.len());
    for (_, post) in &rows {
        println!("{}", post.as_ref().map_or("", |post| &post.body));
    }
    Ok(())
}
