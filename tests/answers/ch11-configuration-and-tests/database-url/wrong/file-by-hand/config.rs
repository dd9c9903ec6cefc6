//! The file is read by hand: only the form `DATABASE_URL=...` with double quotes or none is
//! known. With `export DATABASE_URL=...` or single quotes, which such a file may have, the
//! address is missing or has its quotes on.

use sea_orm::DbErr;
use std::{env, fs};

/// The shop's database where nobody has named another.
const FALLBACK: &str = "sqlite://shop.db?mode=rwc";

/// The address that the environment gives, else the one in the file `.env`, else `FALLBACK`.
/// In production there is no fallback, and an empty address is never one: both are errors.
pub fn database_url() -> Result<String, DbErr> {
    let from_file = fs::read_to_string(".env").ok().and_then(|text| {
        text.lines()
            .find_map(|line| line.strip_prefix("DATABASE_URL="))
            .map(|value| value.trim_matches('"').to_string())
    });
    let in_production = env::var("SHOP_ENV").is_ok_and(|name| name == "production");
    match env::var("DATABASE_URL").ok().or(from_file) {
        Some(address) if address.is_empty() => {
            Err(DbErr::Custom("DATABASE_URL is empty".to_string()))
        }
        Some(address) => Ok(address),
        None if in_production => Err(DbErr::Custom("production needs a DATABASE_URL".to_string())),
        None => Ok(FALLBACK.to_string()),
    }
}
