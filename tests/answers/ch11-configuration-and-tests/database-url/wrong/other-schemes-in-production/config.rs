//! In production an address that begins with postgres is an error: the variable is set, so its
//! value should be the address, whatever it is.

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
        Ok(address) if address.is_empty() => {
            Err(DbErr::Custom("DATABASE_URL is empty".to_string()))
        }
        Ok(address) if in_production && address.starts_with("postgres") => {
            Err(DbErr::Custom("this shop runs on SQLite".to_string()))
        }
        Ok(address) => Ok(address),
        Err(_) if in_production => {
            Err(DbErr::Custom("production needs a DATABASE_URL".to_string()))
        }
        Err(_) => Ok(FALLBACK.to_string()),
    }
}
