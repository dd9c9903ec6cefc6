//! Only the ten newest are printed and counted.
use crate::models::{post, user};
use sea_orm::*;

pub fn posts_of(db: &DatabaseConnection, username: &str) -> Result<(), DbErr> {
    let user = user::Entity::find().filter(user::COLUMN.username.eq(username)).one(db)?.ok_or_else(|| DbErr::RecordNotFound(username.to_string()))?;
    let posts = user.find_related(post::Entity).order_by_desc(post::COLUMN.id).limit(10).all(db)?;
    println!("{username}: {}", posts.len());
    for p in posts { println!("{}", p.body); }

    Ok(())
}
