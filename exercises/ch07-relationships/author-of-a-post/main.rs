//! Given: runs this exercise for the workbook. You never need to edit it.

mod models;
mod play;

use models::{post, user};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr};

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

const MANY_USERS: &str = "\
    WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 1500) \
    INSERT INTO user (id, username) SELECT 10000 + n, format(' User %d ', n) FROM number; \
    WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 1500) \
    INSERT INTO post (id, body, user_id) \
    SELECT 20000 + n, ' @susan wrote' || char(10) || ' this ', 11501 - n FROM number";

/// Every hundredth post of more than a thousand, each by another user, and the ids around them.
fn posts_of_many_users(db: &DatabaseConnection) -> Result<(), DbErr> {
    db.execute_unprepared(MANY_USERS)?;
    let ids = "SELECT id FROM post WHERE id % 100 IN (0, 1, 99) AND id >= 20000 ORDER BY 1";
    let ids = workbook_harness::query_column(db, ids)?;
    ids.into_iter().try_for_each(|id| play::author_of(db, id))?;
    [19_999, 20_000, 21_501].into_iter().try_for_each(|id| play::author_of(db, id))?;
    db.execute_unprepared("DELETE FROM post WHERE id > 20000; DELETE FROM user WHERE id > 10000")?;
    Ok(())
}

fn main() -> std::process::ExitCode {
    workbook_harness::run(&[
        ("create_all", create_all),
        ("post_2", post_2),
        ("post_5", post_5),
        ("post_6", post_6),
        ("post_minus_8", post_minus_8),
        ("every_post", every_post),
        ("posts_of_many_users", posts_of_many_users),
    ])
}
