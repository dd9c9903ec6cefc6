//! Whether the file is there is asked, and nothing else.

use sea_orm::*;

pub fn open(file: &str) -> Result<DatabaseConnection, DbErr> {
    if !std::path::Path::new(file).exists() {
        return Err(DbErr::Custom(format!("there is no file {file}")));
    }
    Database::connect(format!("sqlite://{file}?mode=rwc"))
}
