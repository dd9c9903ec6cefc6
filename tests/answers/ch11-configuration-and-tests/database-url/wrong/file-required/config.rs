//! A missing file is an error.

use sea_orm::DbErr;
use std::env;

const FALLBACK: &str = "sqlite://shop.db?mode=rwc";

pub fn database_url() -> Result<String, DbErr> {
    dotenvy::dotenv().map_err(|error| DbErr::Custom(error.to_string()))?;
    let in_production = env::var("SHOP_ENV").is_ok_and(|name| name == "production");
    match env::var("DATABASE_URL") {
        Ok(address) if address.is_empty() => Err(DbErr::Custom("DATABASE_URL is empty".to_string())),
        Ok(address) => Ok(address),
        Err(_) if in_production => Err(DbErr::Custom("DATABASE_URL is not set".to_string())),
        Err(_) => Ok(FALLBACK.to_string()),
    }
}
