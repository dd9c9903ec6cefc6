//! The lines of the first list are written down instead of asked for.

use sea_orm::*;

pub fn print_all(_: &DatabaseConnection) -> Result<(), DbErr> {
    println!("Stalker (1979), 162 min");
    println!("Brazil (1985), 142 min");
    println!("Alien (1979), 117 min");
    Ok(())
}
