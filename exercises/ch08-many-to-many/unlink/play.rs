//! Yours: takes a director off one film, and takes a director off the list altogether.

use sea_orm::*;

/// Takes the director off the film; both stay on the list.
/// When this director is not linked to this film, that is the error `DbErr::RecordNotFound`.
pub fn unlink(db: &DatabaseConnection, title: &str, name: &str) -> Result<(), DbErr> {
    // The models are `crate::models::film`, `crate::models::director` and `crate::models::film_director`.
    // Take the next line out when you start: it only keeps the compiler quiet.
    let _ = (db, title, name);
    Ok(())
}

/// Deletes the director, with the pairs but not the films; all of it or nothing.
/// A name that no director has is the error `DbErr::RecordNotFound`.
pub fn remove_director(db: &DatabaseConnection, name: &str) -> Result<(), DbErr> {
    // Take the next line out when you start: it only keeps the compiler quiet.
    let _ = (db, name);
    Ok(())
}
