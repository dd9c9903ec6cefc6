//! Models, their agreement with the scripts, and rows to begin with: what passes, and what is told.

use super::super::*;
use crate::schema::inspect;

fn database(sql: &str) -> Connection {
    let connection = Connection::open_in_memory().expect("SQLite opens a database in memory");
    connection.execute_batch(sql).expect("the test's SQL is right");
    connection
}

fn schema(sql: &str) -> Schema {
    inspect::schema(&database(sql)).expect("the catalogue can be read")
}

#[test]
fn models_have_to_be_related() {
    let wrong = |sql: &str| related(&schema(sql)).is_some();
    assert!(wrong(""));
    assert!(wrong("CREATE TABLE a (id INTEGER PRIMARY KEY)"));
    assert!(wrong(
        "CREATE TABLE a (id INTEGER PRIMARY KEY, a INTEGER REFERENCES a (id)); CREATE TABLE b (c)"
    ));
    assert!(wrong(
        "CREATE TABLE a (id INTEGER PRIMARY KEY, a INTEGER REFERENCES z (id)); CREATE TABLE b (c)"
    ));
    assert!(!wrong(
        "CREATE TABLE a (id INTEGER PRIMARY KEY); CREATE TABLE b (a_id INTEGER REFERENCES A)"
    ));
}

#[test]
fn models_and_scripts_have_to_agree_by_behaviour() {
    let count = |models: &str, scripts: &str| agree(&schema(models), &schema(scripts)).len();
    assert_eq!(
        count(
            "CREATE TABLE a (id integer NOT NULL PRIMARY KEY AUTOINCREMENT, b varchar)",
            "CREATE TABLE a (b TEXT, id INTEGER PRIMARY KEY); CREATE INDEX i ON a (b)"
        ),
        0
    );
    assert_eq!(count("CREATE TABLE a (b TEXT, c)", "CREATE TABLE a (b TEXT NOT NULL)"), 2);
    assert_eq!(count("CREATE TABLE a (b)", "CREATE TABLE a (b); CREATE TABLE c (d)"), 1);
}

#[test]
fn a_check_of_the_models_has_to_be_in_the_scripts() {
    let count = |models: &str, scripts: &str| {
        unchecked(&database(models), &database(scripts)).expect("both can be read").len()
    };
    assert_eq!(count("CREATE TABLE a (b INTEGER CHECK (b > 0))", "CREATE TABLE a (b INTEGER)"), 1);
    assert_eq!(
        count("CREATE TABLE a (b CHECK (b > 0), c)", "CREATE TABLE a (b, c CHECK (c > 0))"),
        1
    );
    assert_eq!(count("CREATE TABLE a (b CHECK (b > 0))", "CREATE TABLE A (B, CHECK (0 < B))"), 0);
    assert_eq!(
        count(
            "CREATE TABLE a (b, c, CHECK (b > 0 AND c > 0))",
            "CREATE TABLE a (b CHECK (b > 0), c CHECK (c > 0))"
        ),
        0
    );
    assert_eq!(count("CREATE TABLE a (b)", "CREATE TABLE a (b CHECK (b > 0))"), 0);
    // That the column or the table is missing is told by itself.
    assert_eq!(count("CREATE TABLE a (b, c CHECK (c > 0))", "CREATE TABLE a (b)"), 0);
    assert_eq!(count("CREATE TABLE a (b CHECK (b > 0))", ""), 0);
}

fn state(sql: &str) -> State {
    State::read(&database(sql)).expect("the database can be read")
}

#[test]
fn a_reference_has_to_be_set_and_to_stay() {
    let tables = "CREATE TABLE a (id INTEGER PRIMARY KEY); CREATE TABLE b (id INTEGER PRIMARY KEY, a INTEGER REFERENCES a (id));";
    let with = |rows: &str| state(&format!("{tables} {rows}"));
    let empty = with("");
    assert!(populated(&empty, &empty).is_some());
    let unset = with("INSERT INTO a VALUES (1); INSERT INTO b VALUES (1, NULL)");
    assert!(populated(&empty, &unset).is_some());
    let once = with("INSERT INTO a VALUES (1); INSERT INTO b VALUES (1, 1)");
    assert!(populated(&empty, &once).is_none());
    assert!(populated(&once, &once).is_some(), "rows of the scripts are not its own");
    assert!(unchanged(&once, &once, false).is_none());
    assert!(
        unchanged(
            &once,
            &with("INSERT INTO a VALUES (1); INSERT INTO b VALUES (1, 1), (2, 1)"),
            false
        )
        .is_some()
    );
    assert!(
        unchanged(&once, &with("INSERT INTO a VALUES (1); INSERT INTO b VALUES (2, 1)"), true)
            .is_some()
    );
}
