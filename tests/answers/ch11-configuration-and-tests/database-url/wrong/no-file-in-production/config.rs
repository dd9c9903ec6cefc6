//! In production the file is not read at all.

use sea_orm::DbErr;
use std::env;

const FALLBACK: &str = "sqlite://shop.db?mode=rwc";

pub fn database_url() -> Result<String, DbErr> {
    let in_production = env::var("SHOP_ENV").is_ok_and(|name| name == "production");
    if !in_production {
        dotenvy::dotenv().ok();
    }
    match env::var("DATABASE_URL") {
        Ok(address) if address.is_empty() => Err(DbErr::Custom("empty".to_string())),
        Ok(address) => Ok(address),
        Err(_) if in_production => Err(DbErr::Custom("not set".to_string())),
        Err(_) => Ok(FALLBACK.to_string()),
    }
}
