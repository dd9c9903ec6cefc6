//! SQL that fails, reaches too far or never ends: the statement is marked, and the next exercise is still graded.

use snapbox::cmd::OutputAssert;
use snapbox::str;

use crate::project::{NOTES_SOLUTION, Project};

/// Grades `answer` as the query of `ch2/titles`, then `ch2/guests`, which passes.
#[track_caller]
fn query(answer: &str) -> OutputAssert {
    let project = Project::sample();
    project.solve("ch02-questions/guests").write("exercises/ch02-questions/titles/titles.sql", answer);
    project.check("ch2").code(1).stderr_eq(str![""])
}

/// Grades `answer` as the statements of `ch2/guests`, after `ch2/titles`, which passes.
#[track_caller]
fn statements(answer: &str) -> OutputAssert {
    let project = Project::sample();
    project.solve("ch02-questions/titles").write("exercises/ch02-questions/guests/guests.sql", answer);
    project.check("ch2").code(1).stderr_eq(str![""])
}

/// Grades `answer` as the script of `ch1/notes`, then `ch1/greeting`, which passes.
#[track_caller]
fn script(answer: &str) -> OutputAssert {
    let project = Project::sample();
    project.write("exercises/ch01-tables/notes/migrations/0001_notes.sql", answer);
    project.check("ch1").code(1).stderr_eq(str![""])
}

#[test]
fn a_syntax_error_is_marked() {
    query("-- a comment\nSELECT title\nFORM book;\n").stdout_eq(str![[r#""#]]);
}

#[test]
fn an_unknown_table_is_marked() {
    query("SELECT title FROM books;\n").stdout_eq(str![[r#""#]]);
}

#[test]
fn an_unfinished_text_is_marked_where_it_starts() {
    statements("INSERT INTO guest (name)\nVALUES ('Susan), ('John');\n").stdout_eq(str![[r#""#]]);
}

#[test]
fn other_files_are_out_of_reach() {
    statements("ATTACH DATABASE 'other.db' AS other;\n").stdout_eq(str![[r#""#]]);
    statements("DETACH DATABASE main;\n").stdout_eq(str![[r#""#]]);
    statements("VACUUM INTO 'copy.db';\n").stdout_eq(str![[r#""#]]);
}

#[test]
fn a_transaction_of_its_own_is_refused() {
    statements("BEGIN;\nINSERT INTO guest (name) VALUES ('Susan'), ('John');\nCOMMIT;\n").stdout_eq(str![[r#""#]]);
    statements("INSERT INTO guest (name) VALUES ('Susan'), ('John');\nCOMMIT;\n").stdout_eq(str![[r#""#]]);
    statements("INSERT INTO guest (name) VALUES ('Susan');\nROLLBACK;\n").stdout_eq(str![[r#""#]]);
    statements("SAVEPOINT a;\n").stdout_eq(str![[r#""#]]);
}

#[test]
fn the_catalogue_cannot_be_written() {
    statements("PRAGMA writable_schema = ON;\n").stdout_eq(str![[r#""#]]);
    statements("DELETE FROM sqlite_schema;\n").stdout_eq(str![[r#""#]]);
}

#[test]
fn extensions_cannot_be_loaded() {
    query("SELECT load_extension('/tmp/evil.so');\n").stdout_eq(str![[r#""#]]);
}

#[test]
fn a_value_that_is_too_large_is_refused() {
    query("SELECT zeroblob(1000000000);\n").stdout_eq(str![[r#""#]]);
    statements("INSERT INTO guest (name) VALUES (randomblob(1000000000));\n").stdout_eq(str![[r#""#]]);
}

#[test]
fn a_query_without_end_is_stopped() {
    query("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n;\n")
        .stdout_eq(str![[r#""#]]);
}

#[test]
fn a_result_without_end_is_stopped() {
    query("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS title FROM n;\n")
        .stdout_eq(str![[r#""#]]);
}

#[test]
fn a_join_of_every_row_with_every_row_is_stopped() {
    let hundred = "(WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 100) SELECT i FROM n)";
    let joined = vec![hundred; 6].join(", ");
    query(&format!("SELECT count(*)\nFROM {joined};\n")).stdout_eq(str![[r#""#]]);
}

#[test]
fn a_database_that_grows_without_end_is_stopped() {
    statements(
        "INSERT INTO guest (name)\nWITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n;\n",
    )
    .stdout_eq(str![[r#""#]]);
    statements(
        "INSERT INTO guest (name)\nWITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)\n\
         SELECT hex(zeroblob(1000000)) FROM n;\n",
    )
    .stdout_eq(str![[r#""#]]);
}

#[test]
fn the_table_of_versions_is_out_of_reach() {
    script(&NOTES_SOLUTION.replace("DROP TABLE note;", "DROP TABLE note;\nDROP TABLE schema_migrations;"))
        .stdout_eq(str![[r#""#]]);
    script(&NOTES_SOLUTION.replace("\n-- migrate:down", "DELETE FROM schema_migrations;\n-- migrate:down"))
        .stdout_eq(str![[r#""#]]);
}

#[test]
fn two_scripts_with_one_number_are_both_named() {
    let project = Project::sample();
    project.solve("ch01-tables/notes");
    project.write("exercises/ch01-tables/notes/migrations/01_more.sql", "-- migrate:up\n-- migrate:down\n");
    project.check("ch1").code(1).stdout_eq(str![[r#""#]]);
}

#[test]
fn a_script_that_lacks_its_markers_is_told_how_they_look() {
    script("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL);\n").stdout_eq(str![[r#""#]]);
    script(&NOTES_SOLUTION.replace("-- migrate:down\nDROP TABLE note;\n", "")).stdout_eq(str![[r#""#]]);
    script(&NOTES_SOLUTION.replace("DROP TABLE note;", "")).stdout_eq(str![[r#""#]]);
}

#[test]
fn a_mistake_in_a_script_is_marked_in_the_script() {
    script(&NOTES_SOLUTION.replace("PRIMARY KEY,", "PRIMARY KEY")).stdout_eq(str![[r#""#]]);
}
