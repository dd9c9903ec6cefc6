//! An empty address in the file is taken for none, so the fallback stands in.

use sea_orm::DbErr;
use std::env;

const FALLBACK: &str = "sqlite://shop.db?mode=rwc";

pub fn database_url() -> Result<String, DbErr> {
    if let Ok(address) = env::var("DATABASE_URL") {
        return if address.is_empty() { Err(DbErr::Custom("no address".to_string())) } else { Ok(address) };
    }
    dotenvy::dotenv().ok();
    match env::var("DATABASE_URL") {
        Ok(address) if !address.is_empty() => Ok(address),
        _ if env::var("SHOP_ENV").is_ok_and(|name| name == "production") => Err(DbErr::Custom("no address".to_string())),
        _ => Ok(FALLBACK.to_string()),
    }
}
