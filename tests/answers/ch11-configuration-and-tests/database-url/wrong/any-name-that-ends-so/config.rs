//! Takes the first place in the file where the name stands, whatever is before it.

use sea_orm::DbErr;
use std::{env, fs};

const FALLBACK: &str = "sqlite://shop.db?mode=rwc";

pub fn database_url() -> Result<String, DbErr> {
    let file = fs::read_to_string(".env").unwrap_or_default();
    let in_file = file.split_once("DATABASE_URL=").and_then(|(_, rest)| rest.lines().next());
    let address = env::var("DATABASE_URL").ok().or(in_file.map(str::to_string));
    match address {
        Some(address) if address.is_empty() => Err(DbErr::Custom("empty".to_string())),
        Some(address) => Ok(address),
        None if env::var("SHOP_ENV").is_ok_and(|name| name == "production") => {
            Err(DbErr::Custom("not set".to_string()))
        }
        None => Ok(FALLBACK.to_string()),
    }
}
