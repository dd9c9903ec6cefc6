//! The address of the server stands in the program.

use sea_orm::DbErr;

pub fn database_url() -> Result<String, DbErr> {
    Ok("sqlite://server.db?mode=rwc".to_string())
}
