//! Everybody whose name begins like this is removed.

use crate::models::{comment, post, user};
use sea_orm::*;

pub fn remove_user(db: &DatabaseConnection, username: &str) -> Result<(), DbErr> {
    let txn = db.begin()?;
    let users = user::Entity::find().filter(user::COLUMN.username.starts_with(username)).all(&txn)?;
    if users.is_empty() {
        return Err(DbErr::RecordNotFound(username.to_string()));
    }
    for user in users {
        for post in user.find_related(post::Entity).all(&txn)? {
            comment::Entity::delete_many().filter(comment::COLUMN.post_id.eq(post.id)).exec(&txn)?;
            post.delete(&txn)?;
        }
        user.delete(&txn)?;
    }
    txn.commit()
}
