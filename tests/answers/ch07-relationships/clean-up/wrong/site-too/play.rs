//! The row that protects the owner is deleted as well.

use crate::models::{comment, post, site, user};
use sea_orm::*;

pub fn remove_user(db: &DatabaseConnection, username: &str) -> Result<(), DbErr> {
    let txn = db.begin()?;
    let user = user::Entity::find().filter(user::COLUMN.username.eq(username)).one(&txn)?;
    let user = user.ok_or_else(|| DbErr::RecordNotFound(username.to_string()))?;
    for post in user.find_related(post::Entity).all(&txn)? {
        comment::Entity::delete_many().filter(comment::COLUMN.post_id.eq(post.id)).exec(&txn)?;
        post.delete(&txn)?;
    }
    site::Entity::delete_many().filter(site::COLUMN.owner_id.eq(user.id)).exec(&txn)?;
    user.delete(&txn)?;
    txn.commit()
}
