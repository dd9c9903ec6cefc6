//! The line of the file is taken with its name.

use sea_orm::DbErr;
use std::env;

const FALLBACK: &str = "sqlite://shop.db?mode=rwc";

pub fn database_url() -> Result<String, DbErr> {
    let file = std::fs::read_to_string(".env").unwrap_or_default();
    if let Ok(address) = env::var("DATABASE_URL") {
        return Ok(address);
    }
    if let Some(line) = file.lines().find(|line| line.starts_with("DATABASE_URL")) {
        return Ok(line.to_string());
    }
    Ok(FALLBACK.to_string())
}
