//! Yours: removes a user of the microblog with everything that hangs on them, or nothing at all.

use sea_orm::*;

/// Deletes the comments on the user's posts, the posts, and the user.
/// When the database refuses any of this, nothing is deleted and the error is returned.
/// A username that nobody has is the error `DbErr::RecordNotFound`.
pub fn remove_user(db: &DatabaseConnection, username: &str) -> Result<(), DbErr> {
    // The models are `crate::models::user`, `crate::models::post` and `crate::models::comment`.
    // Take the next line out when you start: it only keeps the compiler quiet.
    let _ = (db, username);
    Ok(())
}
