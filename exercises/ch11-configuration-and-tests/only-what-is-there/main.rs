//! Given: opens the microblog on five files, and notes what is in the folder afterwards. You never need to edit it.

mod models;
mod opening;

use models::post;
use sea_orm::{
    ActiveModelTrait, ConnectionTrait, Database, DatabaseConnection, DbBackend, DbErr, Set,
    Statement, Value,
};
use std::{env, fs, io};

const BLOG: &str = "CREATE TABLE post (id INTEGER PRIMARY KEY, author TEXT NOT NULL, body TEXT NOT NULL);
    INSERT INTO post (author, body) VALUES ('susan', 'first light over the harbour'), ('john', 'the ferry is late');";
const BLOG_OF_LAST_YEAR: &str = "CREATE TABLE post (id INTEGER PRIMARY KEY, body TEXT NOT NULL);
    INSERT INTO post (body) VALUES ('first light over the harbour');";
const COOKIE_SHOP: &str = "CREATE TABLE cookie (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
    INSERT INTO cookie (name) VALUES ('oat');";

fn the_blog(db: &DatabaseConnection) -> Result<(), DbErr> {
    write_a_post(db, "the blog", BLOG, "blog.db")
}

fn misspelt(db: &DatabaseConnection) -> Result<(), DbErr> {
    write_a_post(db, "misspelt", BLOG, "bolg.db")
}

fn an_empty_file(db: &DatabaseConnection) -> Result<(), DbErr> {
    write_a_post(db, "an empty file", "", "blog.db")
}

fn another_program(db: &DatabaseConnection) -> Result<(), DbErr> {
    write_a_post(db, "another program", COOKIE_SHOP, "blog.db")
}

fn last_year(db: &DatabaseConnection) -> Result<(), DbErr> {
    write_a_post(db, "last year", BLOG_OF_LAST_YEAR, "blog.db")
}

/// Makes a folder with nothing but `blog.db` in it, lets Maria write a post into `file`, and notes what is there then.
fn write_a_post(
    db: &DatabaseConnection,
    situation: &str,
    blog: &str,
    file: &str,
) -> Result<(), DbErr> {
    empty_folder().map_err(|error| DbErr::Custom(error.to_string()))?;
    if !blog.is_empty() {
        Database::connect("sqlite://blog.db?mode=rwc")?.execute_unprepared(blog)?;
    }
    let opened = opening::open(file)
        .map_err(|error| DbErr::Custom(format!("the blog stays closed: {error}")));
    let written = opened.and_then(|blog| {
        let post = post::ActiveModel {
            author: Set("maria".to_string()),
            body: Set("hello".to_string()),
            ..Default::default()
        };
        post.insert(&blog).map_err(|error| DbErr::Custom(format!("the blog is open, and: {error}")))
    });
    note(db, situation)?;
    written.map(drop)
}

fn empty_folder() -> io::Result<()> {
    if fs::exists("blog")? {
        fs::remove_dir_all("blog")?;
    }
    fs::create_dir("blog")?;
    env::set_current_dir("blog")?;
    fs::write("blog.db", "")
}

/// Adds a row for every table of every file in the folder, and one for a file without a table.
fn note(db: &DatabaseConnection, situation: &str) -> Result<(), DbErr> {
    let files = fs::read_dir(".").map_err(|error| DbErr::Custom(error.to_string()))?.flatten();
    for file in files.map(|entry| entry.file_name().to_string_lossy().into_owned()) {
        let blog = Database::connect(format!("sqlite://{file}?mode=ro"))?;
        let tables = statement(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
            [],
        );
        let tables = blog.query_all_raw(tables)?;
        if tables.is_empty() {
            let row = "INSERT INTO found (situation, file) VALUES (?, ?)";
            db.execute_raw(statement(row, [situation.into(), file.as_str().into()]))?;
        }
        for table in tables {
            let table: String = table.try_get_by_index(0)?;
            let rows = blog
                .query_all_raw(statement(&format!("SELECT 1 FROM \"{table}\""), []))?
                .len() as i64;
            let row = "INSERT INTO found (situation, file, table_name, number_of_rows) VALUES (?, ?, ?, ?)";
            db.execute_raw(statement(
                row,
                [situation.into(), file.as_str().into(), table.into(), rows.into()],
            ))?;
        }
    }
    Ok(())
}

fn statement<const N: usize>(sql: &str, values: [Value; N]) -> Statement {
    Statement::from_sql_and_values(DbBackend::Sqlite, sql, values)
}

fn main() -> std::process::ExitCode {
    workbook_harness::run(&[
        ("the_blog", the_blog),
        ("misspelt", misspelt),
        ("an_empty_file", an_empty_file),
        ("another_program", another_program),
        ("last_year", last_year),
    ])
}
