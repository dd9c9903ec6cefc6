//! The settings of the file are looked through, and the environment is left as it is.

use sea_orm::DbErr;
use std::env;

const FALLBACK: &str = "sqlite://shop.db?mode=rwc";

pub fn database_url() -> Result<String, DbErr> {
    let mut address = env::var("DATABASE_URL").ok();
    if address.is_none()
        && let Ok(settings) = dotenvy::dotenv_iter()
    {
        for (name, value) in settings.flatten() {
            if name == "DATABASE_URL" {
                address = Some(value);
            }
        }
    }
    let is_production = env::var("SHOP_ENV").is_ok_and(|name| name == "production");
    if address.is_none() && !is_production {
        address = Some(FALLBACK.to_string());
    }
    address.filter(|address| !address.is_empty()).ok_or(DbErr::Custom("name a database in DATABASE_URL".to_string()))
}
