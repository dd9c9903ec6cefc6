//! Given: the microblog's tests, each on a database of your set-up's making. You never need to edit it.

mod fixture;
mod models;

use models::{post, user};
use sea_orm::*;
use std::time::SystemTime;
use std::{env, fs};

/// A test; an error is what went wrong in it.
type Test = fn(&DatabaseConnection) -> Result<(), String>;

/// The numbers of users and of posts, or why they cannot be counted.
type Counted = Result<(u64, u64), String>;

const TESTS: [(&str, Test); 6] = [
    ("the house has welcomed everybody", the_house_has_welcomed_everybody),
    ("a name is taken once", a_name_is_taken_once),
    ("a post has at least one letter", a_post_has_at_least_one_letter),
    ("a post has at most 140 letters", a_post_has_at_most_140_letters),
    ("a post has an author", a_post_has_an_author),
    ("the second post is Susan's", the_second_post_is_susans),
];

fn the_house_has_welcomed_everybody(db: &DatabaseConnection) -> Result<(), String> {
    let house =
        user::Entity::find().filter(user::COLUMN.username.eq("house")).one(db).map_err(said)?;
    let house = house.ok_or("there is no user `house`")?;
    expect(house.find_related(post::Entity).count(db).map_err(said)?, 1, "posts of the house")
}

fn a_name_is_taken_once(db: &DatabaseConnection) -> Result<(), String> {
    sign_up(db, "susan")?;
    refused(sign_up(db, "susan"))
}

fn a_post_has_at_least_one_letter(db: &DatabaseConnection) -> Result<(), String> {
    let susan = sign_up(db, "susan")?;
    refused(write(db, susan.id, ""))
}

fn a_post_has_at_most_140_letters(db: &DatabaseConnection) -> Result<(), String> {
    let susan = sign_up(db, "susan")?;
    write(db, susan.id, &"a".repeat(140))?;
    refused(write(db, susan.id, &"a".repeat(141)))
}

fn a_post_has_an_author(db: &DatabaseConnection) -> Result<(), String> {
    refused(write(db, 999, "who am I?"))
}

fn the_second_post_is_susans(db: &DatabaseConnection) -> Result<(), String> {
    let susan = sign_up(db, "susan")?;
    write(db, susan.id, "first light over the harbour")?;
    expect(post::Entity::find().count(db).map_err(said)?, 2, "posts")
}

fn sign_up(db: &DatabaseConnection, name: &str) -> Result<user::Model, String> {
    user::ActiveModel { username: Set(name.to_string()), ..Default::default() }
        .insert(db)
        .map_err(said)
}

fn write(db: &DatabaseConnection, user_id: i32, body: &str) -> Result<post::Model, String> {
    post::ActiveModel { body: Set(body.to_string()), user_id: Set(user_id), ..Default::default() }
        .insert(db)
        .map_err(said)
}

fn refused<T>(result: Result<T, String>) -> Result<(), String> {
    match result {
        Ok(_) => Err("the database took it".to_string()),
        Err(message) if message.contains("constraint failed") => Ok(()),
        Err(message) => Err(message),
    }
}

fn expect(found: u64, expected: u64, what: &str) -> Result<(), String> {
    if found == expected { Ok(()) } else { Err(format!("{found} {what}, and not {expected}")) }
}

fn said(error: impl ToString) -> String {
    error.to_string()
}

/// Runs every test on a database of its own, and adds a row to `test_run` for each, and one to `failed_test` if it fails.
/// All of these databases are kept until the last test has ended, as if the tests ran at the same time.
fn run_tests(db: &DatabaseConnection) -> Result<(), DbErr> {
    empty_folder().map_err(|error| DbErr::Custom(error.to_string()))?;
    let around = list_folder("..");
    let mut databases = Vec::new();
    for (name, test) in TESTS {
        let database = fixture::fresh_database()?;
        note(db, name, test(&database))?;
        let left = count_rows(&database);
        databases.push((database, left));
    }
    note(db, "no test changes another's rows", expect_rows(&databases))?;
    note(db, "the thousandth database is as fresh as the first", make_many(&mut databases))?;
    note(
        db,
        "every database is in memory",
        databases.iter().try_for_each(|(database, _)| in_memory(database)),
    )?;
    drop(databases);
    note(db, "no test leaves a file", expect_empty_folder().and(expect_folder(around)))
}

/// Asks for more databases than anybody keeps ready, each of which must be as it was when the first test began.
fn make_many(databases: &mut Vec<(DatabaseConnection, Counted)>) -> Result<(), String> {
    while databases.len() < 1000 {
        let database = fixture::fresh_database().map_err(said)?;
        let (users, posts) = count_rows(&database)?;
        expect(users, 1, "users")?;
        expect(posts, 1, "posts")?;
        sign_up(&database, "susan")?;
        databases.push((database, Ok((2, 1))));
    }
    expect_rows(databases)
}

fn count_rows(db: &DatabaseConnection) -> Counted {
    Ok((
        user::Entity::find().count(db).map_err(said)?,
        post::Entity::find().count(db).map_err(said)?,
    ))
}

fn expect_rows(databases: &[(DatabaseConnection, Counted)]) -> Result<(), String> {
    for (database, left) in databases {
        let left = left.clone()?;
        let (users, posts) = count_rows(database)?;
        if (users, posts) != left {
            return Err(format!(
                "a test left {} users and {} posts, and later there were {users} and {posts}",
                left.0, left.1
            ));
        }
    }
    Ok(())
}

fn in_memory(db: &DatabaseConnection) -> Result<(), String> {
    let file = "SELECT 1 FROM pragma_database_list WHERE name = 'main' AND file <> ''";
    let file = db.query_one_raw(Statement::from_string(DbBackend::Sqlite, file)).map_err(said)?;
    file.map_or(Ok(()), |_| Err("a database is in a file".to_string()))
}

fn expect_empty_folder() -> Result<(), String> {
    let left = fs::read_dir(".").map_err(said)?.flatten().next();
    left.map_or(Ok(()), |file| Err(format!("`{}` is left", file.file_name().to_string_lossy())))
}

/// The names in a folder, each with the moment at which its file was written; databases are written all the time.
fn list_folder(folder: &str) -> Result<Vec<(String, Option<SystemTime>)>, String> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(said)?.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let about = entry.metadata().map_err(said)?;
        let is_steady = about.is_file() && !name.contains(".db");
        files.push((name, about.modified().ok().filter(|_| is_steady)));
    }
    Ok(files)
}

/// Looks for files of the folder above that were not there before, or were written since.
fn expect_folder(before: Result<Vec<(String, Option<SystemTime>)>, String>) -> Result<(), String> {
    let before = before?;
    match list_folder("..")?.iter().find(|file| !before.contains(file)) {
        Some((name, _)) => Err(format!("`{name}` is left in the folder above")),
        None => Ok(()),
    }
}

fn note(db: &DatabaseConnection, test: &str, result: Result<(), String>) -> Result<(), DbErr> {
    add(db, "INSERT INTO test_run (test) VALUES (?)", [test.into()])?;
    match result {
        Ok(()) => Ok(()),
        Err(reason) => add(
            db,
            "INSERT INTO failed_test (test, reason) VALUES (?, ?)",
            [test.into(), reason.into()],
        ),
    }
}

fn add<const N: usize>(
    db: &DatabaseConnection,
    row: &str,
    values: [Value; N],
) -> Result<(), DbErr> {
    db.execute_raw(Statement::from_sql_and_values(DbBackend::Sqlite, row, values))?;
    Ok(())
}

/// Copies what the set-up makes into the database that is graded: tables, indexes and rows.
fn look(db: &DatabaseConnection) -> Result<(), DbErr> {
    empty_folder().map_err(|error| DbErr::Custom(error.to_string()))?;
    fixture::fresh_database()?.execute_unprepared("VACUUM INTO 'made.db'")?;
    db.execute_unprepared("PRAGMA foreign_keys = OFF; ATTACH 'made.db' AS made")?;
    let objects = "SELECT type, name, sql FROM made.sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'";
    for object in db.query_all_raw(Statement::from_string(DbBackend::Sqlite, objects))? {
        db.execute_unprepared(&object.try_get_by_index::<String>(2)?)?;
        if object.try_get_by_index::<String>(0)? == "table" {
            let name: String = object.try_get_by_index(1)?;
            db.execute_unprepared(&format!(
                "INSERT INTO main.\"{name}\" SELECT * FROM made.\"{name}\""
            ))?;
        }
    }
    Ok(())
}

/// Makes a new folder the current one, and the one for temporary files.
fn empty_folder() -> std::io::Result<()> {
    if fs::exists("tests")? {
        fs::remove_dir_all("tests")?;
    }
    fs::create_dir("tests")?;
    env::set_current_dir("tests")?;
    // SAFETY: this program has one thread, so nobody reads the environment at the same moment.
    unsafe { env::set_var("TMPDIR", env::current_dir()?) };
    Ok(())
}

fn main() -> std::process::ExitCode {
    workbook_harness::run(&[("look", look), ("run_tests", run_tests)])
}
