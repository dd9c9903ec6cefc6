//! A join finds only users who wrote something.

use crate::models::{post, user};
use sea_orm::*;

pub fn posts_of(db: &DatabaseConnection, username: &str) -> Result<(), DbErr> {
    let rows = user::Entity::find()
        .find_also_related(post::Entity)
        .filter(user::COLUMN.username.eq(username))
        .filter(post::COLUMN.id.gt(0))
        .order_by_desc(post::COLUMN.id)
        .all(db)?;
    let (user, _) = rows.first().ok_or_else(|| DbErr::RecordNotFound(username.to_string()))?;
    println!("{}: {}", user.username, rows.len());
    for (_, post) in &rows {
        println!("{}", post.as_ref().map_or("", |post| &post.body));
    }
    Ok(())
}
