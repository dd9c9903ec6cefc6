//! States and outputs that are compared, and what is said to differ.

use super::*;

#[test]
fn more_blank_lines_at_the_end_of_an_output_than_expected_mean_nothing() {
    let free = |one, two| compare_output(one, two, &Order::Free).is_none();
    assert!(free("a", "a\n\n\n"));
    // It is an empty value.
    assert!(!free("a\n\n", "a"));
    assert!(free("a\n\nb", "b\na\n\n"));
    assert!(!free("a\n\nb", "b\na"));
    assert!(compare_output("a\n\nb", "a\nb", &Order::Counts).is_some());
    assert!(compare_output("a\n", "a\n\n", &Order::Counts).is_none());
}

fn database(sql: &str) -> Connection {
    let connection = Connection::open_in_memory().expect("SQLite opens a database in memory");
    connection.execute_batch(sql).expect("the test's SQL is right");
    connection
}

const SHOP: &str = "CREATE TABLE cookie (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, made TEXT,
                                         upper TEXT AS (upper(name)));
    CREATE INDEX by_name ON cookie (name);
    CREATE VIEW names AS SELECT name FROM cookie;
    CREATE TRIGGER no_blank BEFORE INSERT ON cookie WHEN NEW.name = '' BEGIN SELECT RAISE(ABORT, 'blank'); END;
    INSERT INTO cookie (name, made) VALUES ('a''b', '2026-01-02 03:04:05'), ('line' || char(10), NULL), ('x', '');
    DELETE FROM cookie WHERE name = 'x';";

#[test]
fn a_dump_makes_the_same_database_again() {
    let first = dump(&database(SHOP), &[], 0).expect("the database can be read");
    let again =
        dump(&load(&first).expect("the dump runs"), &[], 0).expect("the database can be read");
    assert_eq!(first, again);
    assert!(
        first.contains("INSERT INTO sqlite_sequence (name, seq) VALUES ('cookie', 3);"),
        "{first}"
    );
}

#[test]
fn names_that_are_words_of_sql_are_quoted_in_a_dump() {
    let sql = "CREATE TABLE \"order\" (\"group\" TEXT); INSERT INTO \"order\" VALUES ('a')";
    let first = dump(&database(sql), &[], 0).expect("the database can be read");
    assert_eq!(
        first,
        dump(&load(&first).expect("the dump runs"), &[], 0).expect("the database can be read")
    );
}

#[test]
fn a_snapshot_is_read_as_it_was_written() {
    let state = dump(&database(SHOP), &[], 0).expect("the database can be read");
    let empty = Rows { columns: vec!["a".into()], rows: vec![] };
    let rows =
        Rows { columns: vec!["a".into()], rows: vec![vec![Value::Real(1.0)], vec![Value::Null]] };
    let step = |name: &str| Record { name: name.to_owned(), ..Record::default() };
    let records = [
        Record {
            state: Some(state.clone()),
            output: Some("one\n\n  two\n".to_owned()),
            ..step("call")
        },
        Record { result: Some(rows), ..step("query: with a colon") },
        Record { result: Some(empty), ..step("query") },
        step("rejects"),
        Record { state: Some(state), ..step("sql") },
    ];
    let text = render(&records);
    assert_eq!(parse(&text).expect("it was just written"), records);
    let with_header = format!("---\nsource: tests.rs\nexpression: x\n---\n{text}");
    assert_eq!(parse(&with_header).expect("the header is passed over"), records);
}

#[test]
fn a_moment_counts_as_now_only_when_it_is_named_and_is_now() {
    let now = 1_767_323_100; // 2026-01-02 03:05:00
    let state = |made: &str| {
        let sql = format!(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, made TEXT); INSERT INTO t VALUES (1, '{made}')"
        );
        database(&sql)
    };
    let volatile = vec![("t".into(), "made".into())];
    let differ = |made: &str, other: &str, rules: &Rules| {
        let recorded = dump(&state(made), &rules.volatile, now).expect("the database can be read");
        let expected = State::read(&load(&recorded).expect("it runs")).expect("it can be read");
        let actual = State::read(&state(other)).expect("it can be read");
        let how = CompareOptions { rules, undoing: false, now };
        !compare_states(expected, actual, how).expect("SQLite reads moments").is_empty()
    };
    let named = Rules { volatile, ..Rules::default() };
    let (one, two) = ("2026-01-02 03:04:05", "2026-01-02T04:04:59.5+01:00");
    assert!(!differ(one, two, &named));
    assert!(differ(one, two, &Rules::default()));
    for other in
        ["2027-01-02 03:04:05", "1970-01-01 00:00:00", "2026-01-02 04:04:05", "soon", "0", ""]
    {
        assert!(differ(one, other, &named), "{other}");
        assert!(!differ(other, other, &named), "{other}");
    }
    assert!(!differ("2026-01-02", "2026-01-03", &named));
    assert!(differ("2026-01-02", "2026-02-02", &named));
    assert!(!differ("no 6-10", "no 9-11", &named), "no moment: only its shape counts");
}

#[test]
fn a_result_has_the_columns_that_were_asked_for_in_any_order() {
    let result = |sql: &str| {
        let connection = database("CREATE TABLE t (a, b); INSERT INTO t VALUES (1, 2)");
        query_rows(&connection, sql, []).expect("it runs")
    };
    let differs = |one: &str, two: &str| {
        compare_results(&result(one), &result(two), &Order::Counts).is_some()
    };
    assert!(!differs("SELECT a, b FROM t", "SELECT b, a AS A FROM t"));
    assert!(differs("SELECT a FROM t", "SELECT a, b FROM t"));
    assert!(differs("SELECT a, b FROM t", "SELECT a FROM t"));
}

#[test]
fn the_first_wrong_line_is_named() {
    let found = |expected: &str, actual: &str, order: &Order| {
        compare_output(expected, actual, order)
            .map(|problem| problem.message(None))
            .unwrap_or_default()
    };
    assert_eq!(found("a\nb\n", "a \nb", &Order::Counts), "");
    assert_eq!(found("a\nb", "b\na", &Order::Free), "");
    assert!(
        found("a\nb", "b\na", &Order::Counts)
            .starts_with("the right lines were printed in another order: line 1")
    );
    assert_eq!(
        found("a\nb", "a", &Order::Counts),
        "a line is missing from what the program printed: `b`"
    );
    assert_eq!(
        found("a", "a\nb", &Order::Counts),
        "the program printed a line that should not be there: `b`"
    );
    assert_eq!(
        found("a\nb", "a\nc", &Order::Counts),
        "line 2 of what the program printed is `c`; it should be `b`"
    );
}
