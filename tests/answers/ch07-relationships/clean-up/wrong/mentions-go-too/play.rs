//! Comments that mention the user (`@susan`) are deleted as well, on whatever post; nothing
//! else should be deleted.

use crate::models::{comment, post, user};
use sea_orm::*;

/// Deletes the comments on the user's posts, the posts, and the user.
/// When the database refuses any of this, nothing is deleted and the error is returned.
/// A username that nobody has is the error `DbErr::RecordNotFound`.
pub fn remove_user(db: &DatabaseConnection, username: &str) -> Result<(), DbErr> {
    let txn = db.begin()?;
    let user = user::Entity::find()
        .filter(user::COLUMN.username.eq(username))
        .one(&txn)?
        .ok_or_else(|| DbErr::RecordNotFound(format!("nobody is called {username}")))?;
    for post in user.find_related(post::Entity).all(&txn)? {
        comment::Entity::delete_many().filter(comment::COLUMN.post_id.eq(post.id)).exec(&txn)?;
        post.delete(&txn)?;
    }
    comment::Entity::delete_many()
        .filter(comment::Column::Body.contains(format!("@{username}")))
        .exec(&txn)?;
    user.delete(&txn)?;
    txn.commit()
}
