//! Given: runs this exercise for the workbook. You never need to edit it.

mod models;
mod play;

use models::{post, user};
use sea_orm::{DatabaseConnection, DbErr};

fn create_all(db: &DatabaseConnection) -> Result<(), DbErr> {
    db.get_schema_builder().register(user::Entity).register(post::Entity).apply(db)
}

fn post_2(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::author_of(db, 2)
}

fn post_5(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::author_of(db, 5)
}

fn post_6(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::author_of(db, 6)
}

fn post_minus_8(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::author_of(db, -8)
}

/// Every post there is, and an id above each.
fn every_post(db: &DatabaseConnection) -> Result<(), DbErr> {
    let ids = "SELECT id FROM post UNION SELECT id + 1 FROM post WHERE id < 1000000 ORDER BY 1";
    let ids = workbook_harness::query_column(db, ids)?;
    ids.into_iter().try_for_each(|id| play::author_of(db, id))
}

fn main() -> std::process::ExitCode {
    workbook_harness::run(&[
        ("create_all", create_all),
        ("post_2", post_2),
        ("post_5", post_5),
        ("post_6", post_6),
        ("post_minus_8", post_minus_8),
        ("every_post", every_post),
    ])
}
