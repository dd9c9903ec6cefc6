//! One question for both, with `NULL` where there is no author.

use crate::models::{post, user};
use sea_orm::*;

pub fn author_of(db: &DatabaseConnection, id: i32) -> Result<(), DbErr> {
    let found = post::Entity::find_by_id(id).find_also_related(user::Entity).one(db)?;
    match found {
        Some((_, Some(author))) => println!("post {id} is by {}", author.username),
        Some((_, None)) => println!("post {id} is by nobody"),
        None => println!("there is no post {id}"),
    }
    Ok(())
}
