//! Yours: the rows that your application begins with.

use sea_orm::*;

/// Adds the rows that are missing. It may be run again at any time.
pub fn populate(_db: &DatabaseConnection) -> Result<(), DbErr> {
    // To do: insert at least one row into each of two related tables.
    Ok(())
}
