//! `dotenvy::var` reads the file and asks the environment at once.

use sea_orm::DbErr;

const FALLBACK: &str = "sqlite://shop.db?mode=rwc";

pub fn database_url() -> Result<String, DbErr> {
    match dotenvy::var("DATABASE_URL") {
        Ok(address) if !address.is_empty() => Ok(address),
        Ok(_) => Err(DbErr::Custom("the address is empty".to_string())),
        Err(_) if dotenvy::var("SHOP_ENV").is_ok_and(|name| name == "production") => {
            Err(DbErr::Custom("production needs an address".to_string()))
        }
        Err(_) => Ok(FALLBACK.to_string()),
    }
}
