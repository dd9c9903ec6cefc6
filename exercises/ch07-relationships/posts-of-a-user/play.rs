//! Yours: prints what one user of the microblog wrote.

use sea_orm::*;

/// Prints `username: number of posts`, then the body of each of the user's posts on a line of its own,
/// the post with the largest id first.
/// A username that nobody has is the error `DbErr::RecordNotFound`.
pub fn posts_of(db: &DatabaseConnection, username: &str) -> Result<(), DbErr> {
    // The models are `crate::models::user` and `crate::models::post`.
    // Take the next line out when you start: it only keeps the compiler quiet.
    let _ = (db, username);
    Ok(())
}
