//! Given: opens the microblog on nine files, and notes what is in the folder afterwards. You never need to edit it.

mod models;
mod opening;

use models::post;
use sea_orm::{
    ActiveModelTrait, ConnectionTrait, Database, DatabaseConnection, DbBackend, DbErr, Set,
    Statement, Value,
};
use std::collections::BTreeMap;
use std::{env, fs, io};

const BLOG: &str = "CREATE TABLE post (id INTEGER PRIMARY KEY, author TEXT NOT NULL, body TEXT NOT NULL);
    INSERT INTO post (author, body) VALUES ('susan', 'first light over the harbour'), ('john', 'the ferry is late');";
const BLOG_WITHOUT_POSTS: &str =
    "CREATE TABLE post (id INTEGER PRIMARY KEY, author TEXT NOT NULL, body TEXT NOT NULL);";
const BLOG_OF_NEXT_YEAR: &str = "CREATE TABLE photo (id INTEGER PRIMARY KEY, file TEXT NOT NULL);
    CREATE TABLE post (id INTEGER PRIMARY KEY, body TEXT NOT NULL, author TEXT NOT NULL, place TEXT);
    INSERT INTO post (id, author, body) VALUES (7, 'susan', 'it''s dark'), (40, 'john', ''), (41, '', 'no name');";
const BLOG_OF_LAST_YEAR: &str =
    "CREATE TABLE post (id INTEGER PRIMARY KEY, body TEXT NOT NULL, author_id INTEGER);
    INSERT INTO post (body) VALUES ('first light over the harbour');";
const BLOG_WITH_NUMBERS: &str =
    "CREATE TABLE post (number INTEGER PRIMARY KEY, author TEXT NOT NULL, body TEXT NOT NULL);
    INSERT INTO post (author, body) VALUES ('susan', 'first light over the harbour');";
const PARCELS: &str =
    "CREATE TABLE post (id INTEGER PRIMARY KEY, author TEXT NOT NULL, weight INTEGER NOT NULL);
    INSERT INTO post (author, weight) VALUES ('susan', 3), ('john', 12);";
const COOKIE_SHOP: &str = "CREATE TABLE cookie (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
    INSERT INTO cookie (name) VALUES ('oat');";

fn the_blog(db: &DatabaseConnection) -> Result<(), DbErr> {
    write_a_post(db, "the blog", ("blog.db", BLOG), "blog.db")
}

fn without_posts(db: &DatabaseConnection) -> Result<(), DbErr> {
    write_a_post(db, "without posts", ("new.db", BLOG_WITHOUT_POSTS), "new.db")
}

fn next_year(db: &DatabaseConnection) -> Result<(), DbErr> {
    write_a_post(db, "next year", ("blog-2.db", BLOG_OF_NEXT_YEAR), "blog-2.db")
}

fn misspelt(db: &DatabaseConnection) -> Result<(), DbErr> {
    write_a_post(db, "misspelt", ("blog.db", BLOG), "bolg.db")
}

fn an_empty_file(db: &DatabaseConnection) -> Result<(), DbErr> {
    write_a_post(db, "an empty file", ("blog.db", ""), "blog.db")
}

fn another_program(db: &DatabaseConnection) -> Result<(), DbErr> {
    write_a_post(db, "another program", ("blog.db", COOKIE_SHOP), "blog.db")
}

fn parcels(db: &DatabaseConnection) -> Result<(), DbErr> {
    write_a_post(db, "parcels", ("post.db", PARCELS), "post.db")
}

fn with_numbers(db: &DatabaseConnection) -> Result<(), DbErr> {
    write_a_post(db, "with numbers", ("blog.db", BLOG_WITH_NUMBERS), "blog.db")
}

fn last_year(db: &DatabaseConnection) -> Result<(), DbErr> {
    write_a_post(db, "last year", ("blog.db", BLOG_OF_LAST_YEAR), "blog.db")
}

/// Makes a folder with nothing but one database in it, lets Maria write a post into `file`, and notes what is there then.
fn write_a_post(
    db: &DatabaseConnection,
    situation: &str,
    (name, tables): (&str, &str),
    file: &str,
) -> Result<(), DbErr> {
    empty_folder(name).map_err(own_error)?;
    if !tables.is_empty() {
        Database::connect(format!("sqlite://{name}?mode=rwc"))?.execute_unprepared(tables)?;
    }
    let before = read_folder().map_err(own_error)?;
    let opened = opening::open(file)
        .map_err(|error| DbErr::Custom(format!("the blog stays closed: {error}")));
    note_changes(db, situation, &before)?;
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

fn empty_folder(file: &str) -> io::Result<()> {
    if fs::exists("blog")? {
        fs::remove_dir_all("blog")?;
    }
    fs::create_dir("blog")?;
    env::set_current_dir("blog")?;
    fs::write(file, "")
}

/// The bytes of every file in the folder, by its name.
fn read_folder() -> io::Result<BTreeMap<String, Vec<u8>>> {
    let files = fs::read_dir(".")?.flatten();
    files
        .map(|file| Ok((file.file_name().to_string_lossy().into_owned(), fs::read(file.path())?)))
        .collect()
}

/// Adds a row for every file that `open` made, changed or removed.
fn note_changes(
    db: &DatabaseConnection,
    situation: &str,
    before: &BTreeMap<String, Vec<u8>>,
) -> Result<(), DbErr> {
    let after = read_folder().map_err(own_error)?;
    for file in before.keys().chain(after.keys().filter(|file| !before.contains_key(*file))) {
        let what = match (before.get(file), after.get(file)) {
            (None, _) => "was made",
            (_, None) => "was removed",
            (before, after) if before != after => "was changed",
            _ => continue,
        };
        let row = "INSERT INTO changed_by_open (situation, file, what) VALUES (?, ?, ?)";
        db.execute_raw(statement(row, [situation.into(), file.as_str().into(), what.into()]))?;
    }
    Ok(())
}

fn own_error(error: io::Error) -> DbErr {
    DbErr::Custom(error.to_string())
}

/// Adds a row for every table of every file in the folder, and one for a file without a table.
fn note(db: &DatabaseConnection, situation: &str) -> Result<(), DbErr> {
    let files = fs::read_dir(".").map_err(own_error)?.flatten();
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
        ("without_posts", without_posts),
        ("next_year", next_year),
        ("misspelt", misspelt),
        ("an_empty_file", an_empty_file),
        ("another_program", another_program),
        ("parcels", parcels),
        ("with_numbers", with_numbers),
        ("last_year", last_year),
    ])
}
