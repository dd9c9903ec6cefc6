//! `workbook db upgrade --sql`: what it prints can be run by others, and is what would have run here.

use rusqlite::Connection;

use crate::db::shop;
use crate::project::Project;

/// What `--sql` prints with these arguments.
#[track_caller]
fn printed(project: &Project, arguments: &[&str]) -> String {
    let output = project.run(arguments).code(0);
    String::from_utf8_lossy(&output.get_output().stdout).into_owned()
}

/// Runs SQL as a shell does that has foreign keys on; the first error ends it.
fn run(project: &Project, path: &str, sql: &str) -> rusqlite::Result<()> {
    let connection = Connection::open(project.root.join(path))?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.execute_batch(sql)
}

#[test]
fn printed_sql_makes_the_same_database_and_notes_the_versions() {
    let (ours, theirs) = (shop(), shop());
    ours.run(&["db", "upgrade"]).code(0);
    run(&theirs, "app.db", &printed(&theirs, &["db", "upgrade", "--sql", "+1"]))
        .expect("it is whole");
    run(&theirs, "app.db", &printed(&theirs, &["db", "upgrade", "--sql"])).expect("it is whole");
    assert_eq!(theirs.dump("app.db"), ours.dump("app.db"));
    theirs.run(&["db", "check"]).code(0);
    ours.run(&["db", "downgrade", "base"]).code(0);
    run(&theirs, "app.db", &printed(&theirs, &["db", "downgrade", "--sql", "base"]))
        .expect("it is whole");
    assert_eq!(theirs.dump("app.db"), ours.dump("app.db"));
}

#[test]
fn a_last_statement_without_a_semicolon_is_ended() {
    let project = Project::scripts(&[(
        "1_a.sql",
        "-- migrate:up\nCREATE TABLE a (b) -- the end\n-- migrate:down\nDROP TABLE a",
    )]);
    run(&project, "app.db", &printed(&project, &["db", "upgrade", "--sql"])).expect("it is whole");
    project.run(&["db", "check"]).code(0);
    run(&project, "app.db", &printed(&project, &["db", "downgrade", "--sql"]))
        .expect("it is whole");
    project.run(&["db", "check"]).code(1);
}

const SHELVES: &str = "CREATE TABLE shelf (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE book (id INTEGER PRIMARY KEY, shelf INTEGER REFERENCES shelf (id) ON DELETE CASCADE);
";

fn library() -> Project {
    let project = Project::empty();
    project.write("schema.sql", SHELVES);
    project.run(&["db", "init"]).code(0);
    project.run(&["db", "migrate", "-m", "first"]).code(0);
    project.run(&["db", "upgrade"]).code(0);
    let rows = "INSERT INTO shelf VALUES (1, 'left'), (2, 'right'); INSERT INTO book VALUES (1, 2), (2, 1)";
    project.open("app.db").execute_batch(rows).expect("the tables are there");
    project.write("schema.sql", SHELVES.replace("TEXT", "TEXT NOT NULL"));
    project.run(&["db", "migrate", "-m", "name"]).code(0);
    project
}

fn count_books(project: &Project) -> i64 {
    let count = project.open("app.db").query_row("SELECT count(*) FROM book", [], |row| row.get(0));
    count.expect("the table is there")
}

#[test]
fn printed_sql_deletes_no_child_where_foreign_keys_are_on() {
    let project = library();
    run(&project, "app.db", &printed(&project, &["db", "upgrade", "--sql"])).expect("it is whole");
    assert_eq!(count_books(&project), 2);
    project.run(&["db", "check"]).code(0);
}

#[test]
fn a_generated_rebuild_run_with_foreign_keys_on_fails_before_it_deletes_a_child() {
    let project = library();
    let script = project.read("migrations/0002_name.sql");
    let up = script.split("-- migrate:down").next().expect("it has an up half");
    run(&project, "app.db", up).expect_err("foreign keys are on");
    assert_eq!(count_books(&project), 2);
    // As a shell does it that goes on after an error.
    let project = library();
    let connection = Connection::open(project.root.join("app.db")).expect("it is there");
    connection.pragma_update(None, "foreign_keys", true).expect("it can be set");
    for statement in up.split_inclusive(';') {
        _ = connection.execute_batch(statement);
    }
    assert_eq!(count_books(&project), 2);
    let rows = connection.query_row("SELECT count(*) FROM shelf", [], |row| row.get::<_, i64>(0));
    assert_eq!(rows, Ok(2));
}

#[test]
fn a_printed_script_that_leaves_a_reference_to_nothing_is_not_committed() {
    let project = library();
    project.remove("migrations/0002_name.sql");
    project.write("migrations/0002_gone.sql", "-- migrate:up\nDELETE FROM shelf WHERE id = 2;\n");
    run(&project, "app.db", &printed(&project, &["db", "upgrade", "--sql"]))
        .expect_err("a book is left");
    let shelves =
        project.open("app.db").query_row("SELECT count(*) FROM shelf", [], |row| row.get(0));
    assert_eq!(shelves, Ok(2));
}
