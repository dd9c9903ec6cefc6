//! Given: runs this exercise for the workbook. You never need to edit it.

mod models;
mod play;

use models::{comment, post, site, user};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr};

fn create_all(db: &DatabaseConnection) -> Result<(), DbErr> {
    db.get_schema_builder()
        .register(user::Entity)
        .register(post::Entity)
        .register(comment::Entity)
        .register(site::Entity)
        .apply(db)
}

fn remove_susan(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::remove_user(db, "susan")
}

fn remove_john(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::remove_user(db, "john")
}

fn remove_maria(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::remove_user(db, "maria")
}

fn remove_oneill(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::remove_user(db, "o'neill")
}

fn remove_susan_in_capitals(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::remove_user(db, "SUSAN")
}

fn remove_every_third(db: &DatabaseConnection) -> Result<(), DbErr> {
    let names: Vec<String> =
        workbook_harness::query_column(db, "SELECT username FROM user ORDER BY id")?;
    for name in names.iter().skip(1).step_by(3) {
        match play::remove_user(db, name) {
            Err(DbErr::Exec(_) | DbErr::Query(_)) => println!("{name} stays"),
            other => other?,
        }
    }
    Ok(())
}

const MANY_POSTS: &str = "\
    INSERT INTO user (id, username) VALUES (10001, 'User 1'), (10002, 'user 1'), (10003, 'User 10'); \
    WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 1100) \
    INSERT INTO post (id, body, user_id) \
    SELECT 20000 + n, format('part %d', n), CASE WHEN n % 300 = 0 THEN 10002 ELSE 10001 END FROM number; \
    INSERT INTO post (id, body, user_id) VALUES \
        (30001, 'part 1', 10003), (30002, 'moin', 10003), (30003, '@User 1', 10003), (30004, 'moin', 10001), \
        (30005, 'User 1', 10002), (30006, '@User 1', 10001), (30007, '', 10001), (30008, '', 10003); \
    INSERT INTO comment (id, body, post_id) SELECT id, 'moin', id FROM post WHERE id > 20000 AND id % 30 = 0; \
    WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 150) \
    INSERT INTO comment (id, body, post_id) SELECT 40000 + n, format('%d', n), 20001 FROM number; \
    INSERT INTO comment (id, body, post_id) VALUES \
        (50001, '@User 1', 30001), (50002, 'User 1', 30003), (50003, 'moin', 30002), (50004, '@User 10', 30002), \
        (50005, '', 30008), (50006, 'hello @User 1, this is by User 1 for 10001 about 20001', 30005), \
        (50007, '@User 1', 30006), (50008, '', 30007)";

/// Removes a user with more than a thousand posts, next to others with the same texts.
fn remove_user_of_many_posts(db: &DatabaseConnection) -> Result<(), DbErr> {
    db.execute_unprepared(MANY_POSTS)?;
    play::remove_user(db, "User 1")
}

fn main() -> std::process::ExitCode {
    workbook_harness::run(&[
        ("create_all", create_all),
        ("remove_susan", remove_susan),
        ("remove_john", remove_john),
        ("remove_maria", remove_maria),
        ("remove_oneill", remove_oneill),
        ("remove_susan_in_capitals", remove_susan_in_capitals),
        ("remove_every_third", remove_every_third),
        ("remove_user_of_many_posts", remove_user_of_many_posts),
    ])
}
