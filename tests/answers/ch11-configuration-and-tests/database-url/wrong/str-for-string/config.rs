//! The types do not fit: `env::var` gives a `String`, the fallback is a `&str`.

use sea_orm::DbErr;
use std::env;

const FALLBACK: &str = "sqlite://shop.db?mode=rwc";

pub fn database_url() -> Result<String, DbErr> {
    dotenvy::dotenv().ok();
    Ok(env::var("DATABASE_URL").unwrap_or(FALLBACK))
}
