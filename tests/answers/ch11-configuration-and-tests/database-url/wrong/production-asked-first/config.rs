//! Production is an error even when the variable is set.

use sea_orm::DbErr;
use std::env;

const FALLBACK: &str = "sqlite://shop.db?mode=rwc";

pub fn database_url() -> Result<String, DbErr> {
    dotenvy::dotenv().ok();
    if env::var("SHOP_ENV").is_ok_and(|name| name == "production") {
        return Err(DbErr::Custom("no fallback in production".to_string()));
    }
    Ok(env::var("DATABASE_URL").unwrap_or(FALLBACK.to_string()))
}
