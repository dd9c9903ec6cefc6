//! The posts are found by the id of their author, and counted by themselves.

use crate::models::{post, user};
use sea_orm::*;

pub fn posts_of(db: &DatabaseConnection, username: &str) -> Result<(), DbErr> {
    let found = user::Entity::find().filter(user::COLUMN.username.eq(username)).one(db)?;
    let Some(user) = found else {
        return Err(DbErr::RecordNotFound(username.to_string()));
    };
    let hers = post::Entity::find().filter(post::COLUMN.user_id.eq(user.id));
    println!("{username}: {}", hers.clone().count(db)?);
    for post in hers.order_by(post::Column::Id, Order::Desc).all(db)? {
        println!("{}", post.body);
    }
    Ok(())
}
