//! Given: runs this exercise for the workbook. You never need to edit it.

mod models;
mod play;

use sea_orm::{DatabaseConnection, DbErr};

fn create_all(db: &DatabaseConnection) -> Result<(), DbErr> {
    db.get_schema_builder().register(models::film::Entity).apply(db)
}

fn since_1980(db: &DatabaseConnection) -> Result<(), DbErr> {
    println!("films since 1980: {}", play::how_many_since(db, 1980)?);
    Ok(())
}

fn newest_three(db: &DatabaseConnection) -> Result<(), DbErr> {
    print_newest(db, 3)
}

fn newest_five(db: &DatabaseConnection) -> Result<(), DbErr> {
    print_newest(db, 5)
}

fn print_newest(db: &DatabaseConnection, how_many: u64) -> Result<(), DbErr> {
    for title in play::newest_titles(db, how_many)? {
        println!("{title}");
    }
    Ok(())
}

fn main() -> std::process::ExitCode {
    workbook_harness::run(&[
        ("create_all", create_all),
        ("since_1980", since_1980),
        ("newest_three", newest_three),
        ("newest_five", newest_five),
    ])
}
