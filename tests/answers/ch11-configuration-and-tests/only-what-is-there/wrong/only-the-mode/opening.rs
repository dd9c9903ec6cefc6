//! The file has to be there, and nobody looks what is in it.

use sea_orm::*;

pub fn open(file: &str) -> Result<DatabaseConnection, DbErr> {
    Database::connect(format!("sqlite://{file}?mode=rw"))
}
