//! An empty variable counts as one that is not set, and the fallback is used.

use sea_orm::DbErr;
use std::env;

const FALLBACK: &str = "sqlite://shop.db?mode=rwc";

pub fn database_url() -> Result<String, DbErr> {
    dotenvy::dotenv().ok();
    let in_production = env::var("SHOP_ENV").is_ok_and(|name| name == "production");
    match env::var("DATABASE_URL").ok().filter(|address| !address.is_empty()) {
        Some(address) => Ok(address),
        None if in_production => Err(DbErr::Custom("DATABASE_URL is not set".to_string())),
        None => Ok(FALLBACK.to_string()),
    }
}
