//! The posts are deleted while comments still point at them.

use crate::models::{post, user};
use sea_orm::*;

pub fn remove_user(db: &DatabaseConnection, username: &str) -> Result<(), DbErr> {
    let txn = db.begin()?;
    let user = user::Entity::find().filter(user::COLUMN.username.eq(username)).one(&txn)?;
    let user = user.ok_or_else(|| DbErr::RecordNotFound(username.to_string()))?;
    post::Entity::delete_many().filter(post::COLUMN.user_id.eq(user.id)).exec(&txn)?;
    user.delete(&txn)?;
    txn.commit()
}
