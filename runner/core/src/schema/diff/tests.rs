//! Pairs of schemas, and what is said to separate them.

use rusqlite::Connection;

use super::*;
use crate::schema::inspect;

fn schema(sql: &str) -> Schema {
    let connection = Connection::open_in_memory().expect("SQLite opens a database in memory");
    connection.execute_batch(sql).expect("the test's SQL is right");
    inspect::schema(&connection).expect("the catalogue can be read")
}

#[track_caller]
fn same(one: &str, two: &str) {
    assert_eq!(diff(&schema(one), &schema(two), Insist::default()), [], "{one}\n{two}");
}

#[track_caller]
fn differ(one: &str, two: &str, expected: &str) {
    let found = format!("{:?}", diff(&schema(one), &schema(two), Insist::default()));
    assert!(found.starts_with(&format!("[{expected}")), "{found}");
}

#[test]
fn what_behaves_the_same_is_the_same() {
    same(
        "CREATE TABLE t (a TEXT UNIQUE)",
        "CREATE TABLE t (a TEXT); CREATE UNIQUE INDEX any_name ON t (a)",
    );
    same("CREATE TABLE t (a, b, UNIQUE (a, b))", "CREATE TABLE \"T\" (B, A, UNIQUE (b, a))");
    same(
        "CREATE TABLE t (a TEXT UNIQUE, b TEXT)",
        "CREATE TABLE t (a TEXT UNIQUE, b TEXT); CREATE UNIQUE INDEX more ON t (b COLLATE NOCASE, a)",
    );
    same(
        "CREATE TABLE t (a, b); CREATE UNIQUE INDEX i ON t (a) WHERE b = 1",
        "CREATE TABLE t (a, b); CREATE UNIQUE INDEX i ON t (b, a) WHERE b = 1",
    );
    same("CREATE TABLE t (a INTEGER, b TEXT)", "CREATE TABLE t (b VARCHAR(9), a BIGINT)");
    same(
        "CREATE TABLE t (id INTEGER PRIMARY KEY)",
        "CREATE TABLE t (id integer not null primary key autoincrement)",
    );
    same("CREATE TABLE t (a DEFAULT 'x')", "CREATE TABLE t (a DEFAULT ('x'))");
    same("CREATE TABLE t (a)", "CREATE TABLE t (a DEFAULT NULL); CREATE INDEX i ON t (a)");
    same(
        "CREATE TABLE t (a, b); CREATE UNIQUE INDEX i ON t (a) WHERE b = 'x'",
        "CREATE TABLE t (a, b); create unique index j on t (\"A\") where ((B = 'x'))",
    );
    same(
        "CREATE TABLE t (a, b); CREATE UNIQUE INDEX i ON t (a) WHERE b = 1",
        "CREATE TABLE t (a, b); create unique index j on t ([a]) where (b = 1)",
    );
    same(
        "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE t (p INTEGER REFERENCES p (id))",
        "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE t (p INTEGER, FOREIGN KEY (p) REFERENCES p ON DELETE RESTRICT)",
    );
}

#[test]
fn what_behaves_otherwise_is_named() {
    differ(
        "CREATE TABLE t (a TEXT UNIQUE, b TEXT)",
        "CREATE TABLE t (a TEXT UNIQUE, b TEXT); CREATE UNIQUE INDEX more ON t (b, a COLLATE NOCASE)",
        "UniqueExtra",
    );
    differ("CREATE TABLE t (a)", "", "TableMissing");
    differ("", "CREATE TABLE t (a)", "TableExtra");
    differ("CREATE TABLE t (a, b)", "CREATE TABLE t (a)", "ColumnMissing");
    differ("CREATE TABLE t (a)", "CREATE TABLE t (a, b)", "ColumnExtra");
    differ("CREATE TABLE t (a TEXT)", "CREATE TABLE t (a INTEGER)", "Type");
    differ("CREATE TABLE t (a VARCHAR(64))", "CREATE TABLE t (a TEXT)", "Type");
    differ("CREATE TABLE t (a NOT NULL)", "CREATE TABLE t (a)", "Required");
    differ("CREATE TABLE t (a DEFAULT 0)", "CREATE TABLE t (a DEFAULT '0')", "Default");
    differ("CREATE TABLE t (a TEXT)", "CREATE TABLE t (a TEXT COLLATE NOCASE)", "Collation");
    differ("CREATE TABLE t (a PRIMARY KEY)", "CREATE TABLE t (a)", "PrimaryKey");
    differ(
        "CREATE TABLE t (a INTEGER PRIMARY KEY)",
        "CREATE TABLE t (a INT PRIMARY KEY)",
        "KeyNotFilledIn",
    );
    differ("CREATE TABLE t (a, b, UNIQUE (a, b))", "CREATE TABLE t (a UNIQUE, b)", "UniqueMissing");
    differ("CREATE TABLE t (a)", "CREATE TABLE t (a UNIQUE)", "UniqueExtra");
    differ("CREATE TABLE t (a); CREATE INDEX i ON t (a)", "CREATE TABLE t (a)", "IndexMissing");
    differ(
        "CREATE TABLE t (a UNIQUE)",
        "CREATE TABLE t (a); CREATE UNIQUE INDEX i ON t (a) WHERE a > 1",
        "IndexDiffers",
    );
    let partial = |text: &str| {
        format!("CREATE TABLE t (a); CREATE UNIQUE INDEX i ON t (a) WHERE a <> {text}")
    };
    let indexed = |on: &str| format!("CREATE TABLE t (a, b); CREATE INDEX i ON t {on}");
    differ(&indexed("(a)"), &indexed("(a, b)"), "IndexDiffers");
    differ(&indexed("(a)"), &indexed("(lower(a))"), "IndexDiffers");
    differ(&indexed("(a)"), &indexed("(b)"), "IndexMissing");
    let unique = |on: &str| format!("CREATE TABLE t (a, b); CREATE UNIQUE INDEX i ON t {on}");
    differ(&unique("(a)"), &unique("(a COLLATE NOCASE)"), "IndexDiffers");
    differ(&partial("'x'"), &partial("'X'"), "IndexDiffers");
    let parent = "CREATE TABLE p (id INTEGER PRIMARY KEY);";
    let child = |rule: &str| format!("{parent} CREATE TABLE t (p INTEGER {rule})");
    differ(&child("REFERENCES p"), &child(""), "ForeignKeyMissing");
    same(&child("REFERENCES p ON DELETE SET DEFAULT"), &child("REFERENCES p ON DELETE SET NULL"));
    differ(
        &child("DEFAULT 1 REFERENCES p ON DELETE SET DEFAULT"),
        &child("DEFAULT 1 REFERENCES p ON DELETE SET NULL"),
        "ForeignKeyAction",
    );
    differ(&child("REFERENCES p ON DELETE CASCADE"), &child("REFERENCES p"), "ForeignKeyAction");
}

#[test]
fn rows_may_follow_another_number_where_nothing_else_was_asked_for() {
    let child = |key: &str| {
        format!("CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p INTEGER {key})")
    };
    same(&child("REFERENCES p"), &child("REFERENCES p ON UPDATE CASCADE"));
    differ(&child("REFERENCES p ON UPDATE CASCADE"), &child("REFERENCES p"), "ForeignKeyAction");
    differ(&child("REFERENCES p"), &child("REFERENCES p ON UPDATE SET NULL"), "ForeignKeyAction");
}

#[test]
fn the_name_of_another_column_in_a_type_is_named_first() {
    let asked = "CREATE TABLE t (note TEXT, stock INTEGER, zone TEXT)";
    differ(asked, "CREATE TABLE t (note TEXT stock INTEGER, zone TEXT)", "TypeSwallows");
    differ(
        asked,
        "CREATE TABLE t (note TEXT, stock INTEGER AFTER note, zone TEXT)",
        "TypeSwallows",
    );
    same(asked, "CREATE TABLE t (note CHARACTER VARYING, stock UNSIGNED BIG INT, zone TEXT)");
    same(
        "CREATE TABLE t (at TEXT, precision REAL)",
        "CREATE TABLE t (at \"text with time zone\", precision DOUBLE PRECISION)",
    );
}

#[test]
fn a_lone_other_name_is_offered_as_the_one_that_was_meant() {
    let found = diff(
        &schema("CREATE TABLE t (price)"),
        &schema("CREATE TABLE t (pirce)"),
        Insist::default(),
    );
    assert!(
        matches!(&found[0], SchemaChange::ColumnMissing { instead: Some(name), .. } if name == "pirce"),
        "{found:?}"
    );
}
