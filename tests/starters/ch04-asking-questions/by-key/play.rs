//! Yours: finds one film by its id, or says that there is none.

use sea_orm::*;

/// Prints the title of the film with this id, or `there is no film 12`.
pub fn print_film(db: &DatabaseConnection, id: i32) -> Result<(), DbErr> {
    // The model is `crate::models::film`.
    // Take the next line out when you start: it only keeps the compiler quiet.
    let _ = (db, id);
    Ok(())
}

/// The year of the film with this id. Without such a film it is the error `DbErr::RecordNotFound`.
pub fn year_of(db: &DatabaseConnection, id: i32) -> Result<i32, DbErr> {
    // Take the next two lines out when you start.
    let _ = (db, id);
    Ok(0)
}
