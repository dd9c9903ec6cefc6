//! The databases of the examples by heart: whoever sets the variable gets the server's.

use sea_orm::DbErr;
use std::env;

pub fn database_url() -> Result<String, DbErr> {
    let file = std::fs::read_to_string(".env").unwrap_or_default();
    match env::var("DATABASE_URL") {
        Ok(address) if address.is_empty() => Err(DbErr::Custom("empty".to_string())),
        Ok(_) => Ok("sqlite://server.db?mode=rwc".to_string()),
        Err(_) if file.contains("desk.db") => Ok("sqlite://desk.db?mode=rwc".to_string()),
        Err(_) if env::var("SHOP_ENV").is_ok_and(|name| name == "production") => {
            Err(DbErr::Custom("not set".to_string()))
        }
        Err(_) => Ok("sqlite://shop.db?mode=rwc".to_string()),
    }
}
