//! Without a variable it is always an error.

use sea_orm::DbErr;
use std::env;

const FALLBACK: &str = "sqlite://shop.db?mode=rwc";

pub fn database_url() -> Result<String, DbErr> {
    dotenvy::dotenv().ok();
    env::var("DATABASE_URL").map_err(|error| DbErr::Custom(error.to_string()))
}
