//! A question mark stands behind the call that is returned.

use sea_orm::*;

pub fn open(file: &str) -> Result<DatabaseConnection, DbErr> {
    Database::connect(format!("sqlite://{file}?mode=rw"))?
}
