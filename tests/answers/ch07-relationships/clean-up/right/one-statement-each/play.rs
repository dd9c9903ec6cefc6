//! One statement for each table, with the posts' ids in a list.

use crate::models::{comment, post, user};
use sea_orm::*;

pub fn remove_user(db: &DatabaseConnection, username: &str) -> Result<(), DbErr> {
    let txn = db.begin()?;
    let user = user::Entity::find().filter(user::COLUMN.username.eq(username)).one(&txn)?;
    let user = user.ok_or_else(|| DbErr::RecordNotFound(username.to_string()))?;
    let posts: Vec<i32> =
        user.find_related(post::Entity).select_only().column(post::Column::Id).into_tuple().all(&txn)?;
    comment::Entity::delete_many().filter(comment::COLUMN.post_id.is_in(posts)).exec(&txn)?;
    post::Entity::delete_many().filter(post::COLUMN.user_id.eq(user.id)).exec(&txn)?;
    user.delete(&txn)?;
    txn.commit()
}
