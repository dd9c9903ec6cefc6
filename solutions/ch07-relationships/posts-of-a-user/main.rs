//! Given: runs this exercise for the workbook. You never need to edit it.

mod models;
mod play;

use models::{post, user};
use sea_orm::{DatabaseConnection, DbErr};

fn create_all(db: &DatabaseConnection) -> Result<(), DbErr> {
    db.get_schema_builder().register(user::Entity).register(post::Entity).apply(db)
}

fn posts_of_susan(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::posts_of(db, "susan")
}

fn posts_of_john(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::posts_of(db, "john")
}

fn posts_of_maria(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::posts_of(db, "maria")
}

fn posts_of_nobody(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::posts_of(db, "nobody")
}

fn posts_of_susan_in_capitals(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::posts_of(db, "SUSAN")
}

fn posts_of_oneill(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::posts_of(db, "o'neill")
}

fn posts_of_joerg(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::posts_of(db, "Jörg ")
}

fn posts_of_each_user(db: &DatabaseConnection) -> Result<(), DbErr> {
    let names: Vec<String> =
        workbook_harness::query_column(db, "SELECT username FROM user ORDER BY 1")?;
    names.iter().try_for_each(|name| play::posts_of(db, name))
}

fn main() -> std::process::ExitCode {
    workbook_harness::run(&[
        ("create_all", create_all),
        ("posts_of_susan", posts_of_susan),
        ("posts_of_john", posts_of_john),
        ("posts_of_maria", posts_of_maria),
        ("posts_of_nobody", posts_of_nobody),
        ("posts_of_susan_in_capitals", posts_of_susan_in_capitals),
        ("posts_of_oneill", posts_of_oneill),
        ("posts_of_joerg", posts_of_joerg),
        ("posts_of_each_user", posts_of_each_user),
    ])
}
