//! Tables of every kind, and the rows that are made up for them.

use super::*;

fn database(sql: &str) -> Connection {
    let connection = Connection::open_in_memory().expect("SQLite opens a database in memory");
    connection.execute_batch("PRAGMA foreign_keys = ON").expect("the pragma is known");
    connection.execute_batch(sql).expect("the test's SQL is right");
    connection
}

fn plan(rows: usize) -> SamplePlan<'static> {
    SamplePlan { seed: 7, rows, tables: None, ..SamplePlan::default() }
}

/// Adds rows, and checks that they are the same when made again, that trying them leaves nothing, and that the statements
/// add what was added.
#[track_caller]
fn filled(sql: &str, rows_wanted: usize) -> Connection {
    let dump = |connection: &Connection| {
        crate::snapshot::dump(connection, &[], 0).expect("the database can be read")
    };
    let (connection, other) = (database(sql), database(sql));
    let before = dump(&other);
    let schema = inspect::schema(&other).expect("the schema can be read");
    let tried = made(&other, &schema, &plan(rows_wanted), Flavour::Varied).expect("rows are made");
    assert_eq!(before, dump(&other));
    let added = add_rows(&connection, &plan(rows_wanted)).expect("rows are made");
    assert_eq!(added, tried.iter().map(SampleRow::sql).collect::<Vec<_>>());
    for statement in &added {
        other.execute(statement, []).unwrap_or_else(|error| panic!("{statement}: {error}"));
    }
    assert_eq!(dump(&connection), dump(&other));
    connection
}

#[track_caller]
fn asked<T: rusqlite::types::FromSql>(connection: &Connection, sql: &str) -> T {
    connection.query_row(sql, [], |row| row.get(0)).expect("the test's query is right")
}

#[test]
fn every_kind_of_table_gets_its_rows() {
    let person = "CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT NOT NULL);";
    for (table, columns) in [
        ("id INTEGER PRIMARY KEY, boss INTEGER REFERENCES t (id), name TEXT", ""),
        ("id INTEGER PRIMARY KEY, twin INTEGER NOT NULL REFERENCES t (id)", ""),
        ("a INTEGER, b TEXT, c REAL, PRIMARY KEY (a, b)", "WITHOUT ROWID"),
        ("code TEXT PRIMARY KEY, n INT NOT NULL, x ANY, d BLOB", "STRICT"),
        ("person INTEGER NOT NULL UNIQUE REFERENCES person (id), slug varchar(3) UNIQUE", ""),
        (
            "id INTEGER PRIMARY KEY AUTOINCREMENT, n NUMERIC, loud TEXT AS (upper(n)), CHECK (n > 10)",
            "",
        ),
        (
            "id INT PRIMARY KEY, word TEXT CHECK (word NOT GLOB '*[^a-z-]*' AND length(word) BETWEEN 4 AND 30)",
            "",
        ),
        ("starts datetime_text NOT NULL, ends datetime_text NOT NULL, CHECK (starts < ends)", ""),
        (
            "a INTEGER, b INTEGER, up INTEGER, PRIMARY KEY (a, b), FOREIGN KEY (a, up) REFERENCES t (a, b)",
            "",
        ),
        ("[order] TEXT NOT NULL, [group by] TEXT NOT NULL, UNIQUE ([order], [group by])", ""),
        ("isbn TEXT NOT NULL CHECK (length(isbn) = 13)", ""),
    ] {
        let connection = filled(&format!("{person} CREATE TABLE t ({table}) {columns}"), 6);
        let count: i64 = asked(&connection, "SELECT count(*) FROM t");
        assert!(
            count == 6 || (table.contains("isbn") || table.contains("person")) && count > 0,
            "{table}: {count}"
        );
    }
}

#[test]
fn a_table_that_takes_no_row_is_left_out() {
    let connection = filled(
        "CREATE TABLE t (n INTEGER CHECK (n IS NULL), m INTEGER NOT NULL CHECK (m <> m));
         CREATE TABLE child (t INTEGER NOT NULL REFERENCES t (n));
         CREATE TABLE barred (n INTEGER);
         CREATE TRIGGER no BEFORE INSERT ON barred BEGIN SELECT RAISE(ROLLBACK, 'no'); END;
         CREATE TABLE zoo (n INTEGER)",
        3,
    );
    for (table, count) in [("t", 0), ("child", 0), ("barred", 0), ("zoo", 3)] {
        assert_eq!(
            asked::<i64>(&connection, &format!("SELECT count(*) FROM {table}")),
            count,
            "{table}"
        );
    }
}

#[test]
fn values_differ_from_row_to_row_and_their_order_is_not_that_of_the_keys() {
    let connection = filled(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, name varchar(20) NOT NULL, price INTEGER NOT NULL, note TEXT,
                         made datetime_text NOT NULL);
         INSERT INTO t VALUES (3, 'oat', 250, NULL, '2026-05-01 12:30:00+00:00')",
        8,
    );
    for column in ["lower(name)", "price", "made"] {
        assert_eq!(
            asked::<i64>(&connection, &format!("SELECT count(DISTINCT {column}) FROM t")),
            9,
            "{column}"
        );
        let turns = format!(
            "SELECT count(*) FROM (SELECT {column} > lag({column}) OVER (ORDER BY id) AS up FROM t WHERE id > 3)
             GROUP BY up HAVING up IS NOT NULL ORDER BY 1"
        );
        assert!(asked::<i64>(&connection, &turns) > 1, "{column}");
    }
    for condition in [
        "max(length(name)) <= 20",
        "sum(name LIKE '%''%') > 0",
        "sum(name GLOB '*[^ -~]*') > 0",
        "sum(note IS NULL) BETWEEN 2 AND 5",
        "sum(price = 0) = 1",
        "max(price) > 2500 AND max(price) < 2147483647",
        "min(made GLOB '20[12][0-9]-[01][0-9]-[0-3][0-9] [0-2][0-9]:[0-5][0-9]:[0-5][0-9]+00:00') = 1",
        "max(id) > 3 + 8 + 6",
    ] {
        assert!(asked::<bool>(&connection, &format!("SELECT {condition} FROM t")), "{condition}");
    }
}

#[test]
fn some_parent_has_several_children_and_some_have_none() {
    let connection = filled(
        "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p INTEGER NOT NULL REFERENCES p (id))",
        5,
    );
    assert!(asked::<bool>(
        &connection,
        "SELECT max(n) > 2 FROM (SELECT count(*) AS n FROM c GROUP BY p)"
    ));
    assert!(asked::<bool>(&connection, "SELECT count(DISTINCT p) BETWEEN 2 AND 4 FROM c"));
}

#[test]
fn a_column_that_is_asked_to_repeats() {
    let connection = database("CREATE TABLE film (id INTEGER PRIMARY KEY, year INTEGER NOT NULL)");
    let repeat = [("film".into(), "year".into())];
    add_rows(&connection, &SamplePlan { repeat: &repeat, ..plan(8) }).expect("rows are made");
    assert!(asked::<bool>(&connection, "SELECT count(DISTINCT year) BETWEEN 2 AND 4 FROM film"));
    let none =
        add_rows(&connection, &SamplePlan { tables: Some(&[]), ..plan(8) }).expect("rows are made");
    assert!(none.is_empty());
}

#[test]
fn most_rows_are_like_one_that_was_there_in_what_may_repeat() {
    let connection = database(
        "CREATE TABLE film (id INTEGER PRIMARY KEY, title TEXT NOT NULL, year INTEGER NOT NULL, seen BOOLEAN NOT NULL);
         INSERT INTO film (title, year, seen) VALUES ('Heat', 1995, 1), ('Alien', 1979, 0);",
    );
    let edges = Edges {
        mentioned: &[],
        round: 0,
        repeats: Repeats::None,
        ids: Ids::New,
        numbers_mentioned: true,
        numbers_below_zero: false,
        longest: 100,
        for_models: true,
    };
    let repeat = [(Name::from("film"), Name::from("year"))];
    for round in 0..3 {
        let edges = Some(Edges { round, ..edges });
        let plan = SamplePlan { edges, repeat: &repeat, ..plan(40) };
        add_rows(&connection, &plan).expect("rows are made");
    }
    let alike = |year: i64, seen: i64| {
        let sql = format!("SELECT count(*) FROM film WHERE year = {year} AND seen = {seen}");
        asked::<i64>(&connection, &sql)
    };
    assert!(alike(1995, 1) >= 5 && alike(1979, 0) >= 5);
    assert!(alike(1995, 0) + alike(1979, 1) > 0, "some differ in one of the two only");
    let blanks: i64 = asked(
        &connection,
        "SELECT count(*) FROM film WHERE title <> trim(title) AND (year, seen) IN (VALUES (1995, 1), (1979, 0))",
    );
    assert!(blanks > 0, "odd texts stand beside the values that were there");
}

#[test]
fn a_column_of_numbers_that_holds_texts_gets_more_of_them() {
    let connection = database(
        "CREATE TABLE product (id INTEGER PRIMARY KEY, stock INTEGER NOT NULL);
         INSERT INTO product (stock) VALUES (4), ('many');",
    );
    let mentioned = [Value::Text("true".to_owned())];
    let edges = Edges {
        mentioned: &mentioned,
        round: 0,
        repeats: Repeats::None,
        ids: Ids::New,
        numbers_mentioned: true,
        numbers_below_zero: false,
        longest: 100,
        for_models: false,
    };
    let plan = SamplePlan { edges: Some(edges), ..plan(20) };
    add_rows(&connection, &plan).expect("rows are made");
    let count = |text: &str| -> i64 {
        let sql = format!(
            "SELECT count(*) FROM product WHERE typeof(stock) = 'text' AND stock = '{text}' COLLATE NOCASE"
        );
        asked(&connection, &sql)
    };
    assert_eq!([count("12 boxes"), count("true"), count("none")], [1, 1, 1]);
}

#[test]
fn rows_come_that_differ_from_others_in_one_column() {
    let connection = database(
        "CREATE TABLE product (id INTEGER PRIMARY KEY, code TEXT UNIQUE, name VARCHAR(20) NOT NULL, stock INTEGER);
         INSERT INTO product VALUES (3, 'a', 'kettle', 4), (7, 'b', 'whisk', NULL);",
    );
    let mentioned = [Value::Integer(20)];
    let statements =
        varying_statements(&connection, &mentioned, &[]).expect("the rows can be read");
    for statement in &statements {
        connection.execute(statement, []).expect("the table takes each of them");
    }
    let count = |condition: &str| -> i64 {
        let sql = format!("SELECT count(*) FROM product WHERE {condition}");
        asked(&connection, &sql)
    };
    assert_eq!(count("length(name) = 20 AND name LIKE ' %' AND stock = 4"), 1, "{statements:#?}");
    assert_eq!(count("name = 'NULL'"), 2);
    assert_eq!(count("name = 'kettle' AND stock = 20"), 1);
    assert_eq!(count("id IN (0, -5) AND name = 'kettle'"), 2);
    assert_eq!((count("code = 'O''Brien'"), count("code IS NULL AND id > 0")), (1, 1));
    assert!(count("code IS NULL AND id < 0") == 1 && count("stock IS NULL AND id < -5") > 0);
}
