//! `workbook db migrate` on a terminal: what may be a rename is asked, and elsewhere the flag is printed.

use snapbox::str;

use crate::project::Project;

/// A folder whose database was made of this schema, with these rows; another schema is wanted now.
fn folder(schema: &str, rows: &str, wanted: &str) -> Project {
    let project = Project::empty();
    project.run(&["db", "init"]).code(0);
    project.write("schema.sql", schema);
    project.run(&["db", "migrate", "-m", "first"]).code(0);
    project.run(&["db", "upgrade"]).code(0);
    project.open("app.db").execute_batch(rows).expect("the rows fit");
    project.write("schema.sql", wanted);
    project
}

/// A guest whose column has another name, type and rule now, beside a new column.
fn guests() -> Project {
    folder(
        "CREATE TABLE guest (id INTEGER PRIMARY KEY, name VARCHAR(20));",
        "INSERT INTO guest VALUES (1, 'Ada');",
        "CREATE TABLE guest (id INTEGER PRIMARY KEY, full_name TEXT NOT NULL DEFAULT '', age INT);",
    )
}

const MIGRATE: [&str; 4] = ["db", "migrate", "-m", "next"];
const SCRIPT: &str = "migrations/0002_next.sql";

/// What is shown to somebody who answers so.
#[track_caller]
fn answer(project: &Project, answers: &[&str], code: u32) -> String {
    let (exit, shown) = project.in_terminal_typing(200, &MIGRATE, answers);
    assert_eq!(exit, code, "{shown}");
    shown
}

#[test]
fn a_yes_is_as_good_as_the_flag() {
    let project = guests();
    let shown = answer(&project, &["maybe\r", "Yes\r"], 0);
    assert!(shown.contains("is `guest.name` called `full_name` now? [y/n] "), "{shown}");
    assert!(shown.contains("please answer `y` or `n`"), "{shown}");
    assert!(shown.contains("detected: rename column guest.name to full_name"), "{shown}");
    assert!(!shown.contains("--rename"), "{shown}");
    let asked = project.read(SCRIPT);
    project.remove(SCRIPT);
    let flag = ["--rename", "guest.name=full_name"];
    project.run(&[&MIGRATE[..], &flag].concat()).code(0).stderr_eq(str![""]);
    assert_eq!(project.read(SCRIPT), asked);
    project.run(&["db", "upgrade"]).code(0);
    let sql = "SELECT full_name FROM guest";
    let name = project.open("app.db").query_row(sql, [], |row| row.get::<_, String>(0));
    assert_eq!(name, Ok("Ada".to_owned()));
}

#[test]
fn a_no_drops_and_adds() {
    let project = guests();
    let shown = answer(&project, &["n\r"], 0);
    assert!(shown.contains("detected: drop column guest.name"), "{shown}");
    assert!(!shown.contains("--rename"), "{shown}");
    assert!(project.has(SCRIPT));
}

#[test]
fn without_an_answer_nothing_is_written() {
    let project = guests();
    let before = project.dump("app.db");
    let shown = answer(&project, &["\x04"], 2);
    assert!(shown.contains("no answer was given, so nothing was written"), "{shown}");
    answer(&project, &["\x03"], 130);
    assert!(!project.has(SCRIPT));
    assert_eq!(project.dump("app.db"), before);
}

#[test]
fn the_columns_of_a_renamed_table_are_asked_under_its_new_name() {
    let project = folder(
        "CREATE TABLE jar (id INTEGER PRIMARY KEY, label TEXT, size INT);",
        "INSERT INTO jar VALUES (1, 'plums', 3);",
        "CREATE TABLE pot (id INTEGER PRIMARY KEY, label TEXT NOT NULL, volume REAL);",
    );
    let shown = answer(&project, &["y\r", "y\r"], 0);
    assert!(shown.contains("is the table `jar` called `pot` now? [y/n] "), "{shown}");
    assert!(shown.contains("is `pot.size` called `volume` now? [y/n] "), "{shown}");
    project.run(&["db", "upgrade"]).code(0);
    project.run(&["db", "check"]).code(0);
    let sql = "SELECT label || volume FROM pot";
    let row = project.open("app.db").query_row(sql, [], |row| row.get::<_, String>(0));
    assert_eq!(row, Ok("plums3.0".to_owned()));
}

#[test]
fn nobody_is_asked_in_continuous_integration_or_without_a_terminal() {
    let project = guests();
    let (code, shown) = project.in_terminal_with(200, &MIGRATE, &[("CI", "true")], &[]);
    assert_eq!(code, 0, "{shown}");
    let flag = "run this again with --rename guest.name=full_name\n";
    assert!(shown.contains(flag) && !shown.contains("[y/n]"), "{shown}");
    project.remove(SCRIPT);
    project.run(&MIGRATE).code(0).stderr_eq(str![""]).stdout_eq(str![[r#"
detected: add column guest.full_name
detected: add column guest.age
detected: drop column guest.name
careful: when upgrading, every value of guest.name is lost (1 now)
careful: when downgrading, every value of guest.full_name is lost
careful: when downgrading, every value of guest.age is lost
if this is a rename, delete the script and run this again with --rename guest.name=full_name
wrote migrations/0002_next.sql: read it, then run `workbook db upgrade`

"#]]);
}

#[test]
fn a_rename_that_the_rows_ask_for_is_asked_before_it_is_refused() {
    let project = folder(
        "CREATE TABLE guest (id INTEGER PRIMARY KEY, name TEXT NOT NULL);",
        "INSERT INTO guest VALUES (1, 'Ada');",
        "CREATE TABLE guest (id INTEGER PRIMARY KEY, full_name TEXT NOT NULL);",
    );
    answer(&project, &["y\r"], 0);
    assert!(project.read(SCRIPT).contains("RENAME COLUMN"));
}
