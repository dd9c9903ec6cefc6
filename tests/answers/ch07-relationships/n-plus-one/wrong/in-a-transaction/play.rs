//! Every user's posts are asked for in the loop, in a transaction.

use crate::models::{post, user};
use sea_orm::*;

pub fn list_users(db: &DatabaseConnection) -> Result<(), DbErr> {
    let txn = db.begin()?;
    for user in user::Entity::find().order_by_asc(user::COLUMN.username).all(&txn)? {
        let posts = user.find_related(post::Entity).order_by_asc(post::COLUMN.id).all(&txn)?;
        match posts.last() {
            Some(newest) => println!("{}: {}, newest: {}", user.username, posts.len(), newest.body),
            None => println!("{}: 0", user.username),
        }
    }
    txn.commit()
}
