//! Yours: goes from a film to its directors, and from a director to the films.

use sea_orm::*;

/// Prints the name of everybody who directed the film, in alphabetical order.
/// A title that no film has is the error `DbErr::RecordNotFound`.
pub fn directors_of(db: &DatabaseConnection, title: &str) -> Result<(), DbErr> {
    // The models are `crate::models::film` and `crate::models::director`.
    // Take the next line out when you start: it only keeps the compiler quiet.
    let _ = (db, title);
    Ok(())
}

/// Prints the year and the title of every film of this director, the oldest first, and films of one year by their title.
/// A name that no director has is the error `DbErr::RecordNotFound`.
pub fn films_of(db: &DatabaseConnection, name: &str) -> Result<(), DbErr> {
    // Take the next line out when you start: it only keeps the compiler quiet.
    let _ = (db, name);
    Ok(())
}
