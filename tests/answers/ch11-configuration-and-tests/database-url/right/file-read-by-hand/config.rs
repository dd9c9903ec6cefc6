//! The file is read without a library, and only when it is needed.

use sea_orm::DbErr;
use std::env;

const FALLBACK: &str = "sqlite://shop.db?mode=rwc";

pub fn database_url() -> Result<String, DbErr> {
    let from_file = || {
        let file = std::fs::read_to_string(".env").ok()?;
        let lines = file.lines().map(|line| line.strip_prefix("export ").unwrap_or(line));
        let value = lines.filter_map(|line| line.strip_prefix("DATABASE_URL=")).next()?;
        Some(value.trim().trim_matches(['"', '\'']).to_string())
    };
    let address = env::var("DATABASE_URL").ok().or_else(from_file);
    let in_production = env::var("SHOP_ENV") == Ok("production".to_string());
    match address {
        Some(address) if address.trim().is_empty() => Err(DbErr::Custom("the address is empty".to_string())),
        Some(address) => Ok(address),
        None if in_production => Err(DbErr::Custom("there is no address".to_string())),
        None => Ok(FALLBACK.to_string()),
    }
}
