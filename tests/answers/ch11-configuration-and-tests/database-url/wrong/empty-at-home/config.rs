//! With SHOP_ENV=development an empty address is replaced by the fallback; an empty address is
//! always an error.

use sea_orm::DbErr;
use std::env;

/// The shop's database where nobody has named another.
const FALLBACK: &str = "sqlite://shop.db?mode=rwc";

/// The address that the environment gives, else the one in the file `.env`, else `FALLBACK`.
/// In production there is no fallback, and an empty address is never one: both are errors.
pub fn database_url() -> Result<String, DbErr> {
    dotenvy::dotenv().ok();
    let in_production = env::var("SHOP_ENV").is_ok_and(|name| name == "production");
    match env::var("DATABASE_URL") {
        Ok(address) if address.is_empty() && env::var("SHOP_ENV").as_deref() == Ok("development") => {
            Ok(FALLBACK.to_string())
        }
        Ok(address) if address.is_empty() => {
            Err(DbErr::Custom("DATABASE_URL is empty".to_string()))
        }
        Ok(address) => Ok(address),
        Err(_) if in_production => {
            Err(DbErr::Custom("production needs a DATABASE_URL".to_string()))
        }
        Err(_) => Ok(FALLBACK.to_string()),
    }
}
