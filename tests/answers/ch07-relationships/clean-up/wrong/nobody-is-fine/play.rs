//! A name that nobody has is passed over without a word.

use crate::models::{comment, post, user};
use sea_orm::*;

pub fn remove_user(db: &DatabaseConnection, username: &str) -> Result<(), DbErr> {
    let txn = db.begin()?;
    let Some(user) = user::Entity::find().filter(user::COLUMN.username.eq(username)).one(&txn)? else {
        return Ok(());
    };
    for post in user.find_related(post::Entity).all(&txn)? {
        comment::Entity::delete_many().filter(comment::COLUMN.post_id.eq(post.id)).exec(&txn)?;
        post.delete(&txn)?;
    }
    user.delete(&txn)?;
    txn.commit()
}
