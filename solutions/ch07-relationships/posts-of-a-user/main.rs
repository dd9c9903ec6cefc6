//! Given: runs this exercise for the workbook. You never need to edit it.

mod models;
mod play;

use models::{post, user};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr};

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

const MANY_POSTS: &str = "\
    WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 1500) \
    INSERT INTO user (id, username) SELECT 10000 + n, format('User %d', n) FROM number; \
    WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 1500) \
    INSERT INTO post (id, body, user_id) SELECT 20000 + n * 2, format(' part %d  ', n), 11403 FROM number; \
    INSERT INTO post (id, body, user_id) VALUES \
        (30001, '  blanks at both ends  ', 11401), (30002, 'blanks at both ends', 11401), \
        (30003, 'two' || char(10) || ' lines ', 11401), (30004, char(9) || 'a tab' || char(9), 11401), \
        (30005, '@susan ', 11401), (30006, '', 11401), (30007, '   ', 11401), (30008, '@susan ', 10001)";

/// The first and the last of many users, one with odd posts, and one who wrote more than a thousand.
fn posts_of_many_users(db: &DatabaseConnection) -> Result<(), DbErr> {
    db.execute_unprepared(MANY_POSTS)?;
    let lines = workbook_harness::capture_lines("posts_of_four_users")?;
    db.execute_unprepared("DELETE FROM post WHERE id > 20000; DELETE FROM user WHERE id > 10000")?;
    workbook_harness::print_line(&workbook_harness::sum_up(&lines));
    for line in lines.iter().take(20).chain(lines.iter().skip(50).step_by(100)) {
        workbook_harness::print_line(&format!("{line:?}"));
    }
    Ok(())
}

fn posts_of_four_users(db: &DatabaseConnection) -> Result<(), DbErr> {
    ["User 1", "User 1401", "User 1403", "User 1500"]
        .into_iter()
        .try_for_each(|name| play::posts_of(db, name))
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
        ("posts_of_many_users", posts_of_many_users),
        ("posts_of_four_users", posts_of_four_users),
    ])
}
