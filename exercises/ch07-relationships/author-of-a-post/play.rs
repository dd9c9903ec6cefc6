//! Yours: prints who wrote a post.

use sea_orm::*;

/// Prints `post 2 is by susan`, or `post 2 is by nobody` where the author has left, or `there is no post 2`.
pub fn author_of(db: &DatabaseConnection, id: i32) -> Result<(), DbErr> {
    // The models are `crate::models::user` and `crate::models::post`.
    // Take the next line out when you start: it only keeps the compiler quiet.
    let _ = (db, id);
    Ok(())
}
