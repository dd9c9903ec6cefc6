//! An empty address is passed on, and only the connection stumbles over it.

use sea_orm::DbErr;
use std::env;

const FALLBACK: &str = "sqlite://shop.db?mode=rwc";

pub fn database_url() -> Result<String, DbErr> {
    dotenvy::dotenv().ok();
    if let Ok(address) = env::var("DATABASE_URL") {
        return Ok(address);
    }
    if env::var("SHOP_ENV").unwrap_or_default() == "production" {
        return Err(DbErr::Custom("DATABASE_URL must be set in production".to_string()));
    }
    Ok(FALLBACK.to_string())
}
