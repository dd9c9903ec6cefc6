//! Given: runs this exercise for the workbook. You never need to edit it.

mod models;
mod play;

use sea_orm::{DatabaseConnection, DbErr};

fn create_all(db: &DatabaseConnection) -> Result<(), DbErr> {
    db.get_schema_builder().register(models::film::Entity).apply(db)
}

fn film_3(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::print_film(db, 3)
}

fn film_12(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::print_film(db, 12)
}

fn year_of_3(db: &DatabaseConnection) -> Result<(), DbErr> {
    print_year(db, 3)
}

fn year_of_12(db: &DatabaseConnection) -> Result<(), DbErr> {
    print_year(db, 12)
}

fn year_of_2(db: &DatabaseConnection) -> Result<(), DbErr> {
    print_year(db, 2)
}

fn film_minus_4(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::print_film(db, -4)
}

fn year_of_minus_4(db: &DatabaseConnection) -> Result<(), DbErr> {
    print_year(db, -4)
}

fn print_year(db: &DatabaseConnection, id: i32) -> Result<(), DbErr> {
    println!("the year of film {id}: {}", play::year_of(db, id)?);
    Ok(())
}

/// Every film there is, and an id above each.
fn every_film(db: &DatabaseConnection) -> Result<(), DbErr> {
    let ids = "SELECT id FROM film UNION SELECT id + 1 FROM film WHERE id < 1000000 ORDER BY 1";
    for id in workbook_harness::query_column(db, ids)? {
        play::print_film(db, id)?;
        match play::year_of(db, id) {
            Err(DbErr::RecordNotFound(_)) => println!("no year for {id}"),
            year => println!("its year: {}", year?),
        }
    }
    Ok(())
}

fn main() -> std::process::ExitCode {
    workbook_harness::run(&[
        ("create_all", create_all),
        ("film_3", film_3),
        ("film_12", film_12),
        ("year_of_3", year_of_3),
        ("year_of_12", year_of_12),
        ("year_of_2", year_of_2),
        ("film_minus_4", film_minus_4),
        ("year_of_minus_4", year_of_minus_4),
        ("every_film", every_film),
    ])
}
