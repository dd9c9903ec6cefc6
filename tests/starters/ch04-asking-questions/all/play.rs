//! Yours: prints the whole film list for people to read.

use sea_orm::*;

/// Prints every film on a line of its own, for example `Stalker (1979), 162 min`.
/// Where the length is not known, the line ends with `length unknown`.
pub fn print_all(db: &DatabaseConnection) -> Result<(), DbErr> {
    // The model is `crate::models::film`.
    // Take the next line out when you start: it only keeps the compiler quiet.
    let _ = db;
    Ok(())
}
