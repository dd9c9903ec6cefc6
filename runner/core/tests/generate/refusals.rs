//! What is refused, with the whole message, and what losing says.

use rusqlite::Connection;
use workbook_core::generate::{GenerateError, Generated, Rename, generate};

use crate::round_trip::database;

fn open(sql: &str) -> Connection {
    database(sql).expect("the test's SQL is right")
}

fn attempt(
    current: &str,
    rows: &str,
    wanted: &str,
    renames: &[&str],
) -> Result<Option<Generated>, GenerateError> {
    let renames: Vec<Rename> =
        renames.iter().map(|text| Rename::parse(text).expect("a rename")).collect();
    generate(&open(current), &open(wanted), &renames, Some(&open(&format!("{current};{rows}"))))
}

#[track_caller]
fn refused(current: &str, rows: &str, wanted: &str, expected: &str) {
    let error = attempt(current, rows, wanted, &[]).expect_err("the change is impossible");
    assert_eq!(error.to_string(), expected);
}

#[track_caller]
fn not_renamed(rename: &str, expected: &str) {
    let current =
        "CREATE TABLE user (id INTEGER PRIMARY KEY, name TEXT, age INT); CREATE TABLE old (a)";
    let wanted =
        "CREATE TABLE user (id INTEGER PRIMARY KEY, full_name TEXT, age INT); CREATE TABLE new (a)";
    let error = attempt(current, "", wanted, &[rename]).expect_err("the rename is wrong");
    assert_eq!(error.to_string(), expected);
}

#[test]
fn a_required_column_without_a_default_is_refused_where_there_are_rows() {
    let (current, wanted) = (
        "CREATE TABLE product (id INTEGER PRIMARY KEY)",
        "CREATE TABLE product (id INTEGER PRIMARY KEY, price REAL NOT NULL)",
    );
    refused(
        current,
        "INSERT INTO product VALUES (1), (2)",
        wanted,
        "`product.price` is required and has no default, but `product` has 2 rows\n\
         hint: give `price` a default, or add it without NOT NULL, fill it in, and make it required in the next script",
    );
    let generated = attempt(current, "", wanted, &[])
        .expect("an empty table takes it")
        .expect("it is a change");
    assert_eq!(generated.up, "ALTER TABLE product ADD COLUMN price REAL NOT NULL;\n");
}

#[test]
fn a_column_that_holds_null_is_not_made_required() {
    refused(
        "CREATE TABLE product (id INTEGER PRIMARY KEY, name TEXT)",
        "INSERT INTO product VALUES (1, NULL), (2, 'pen'), (3, NULL), (4, NULL), (5, NULL), (6, NULL)",
        "CREATE TABLE product (id INTEGER PRIMARY KEY, name TEXT NOT NULL)",
        "`product.name` becomes required, but holds NULL in `id = 1`, `id = 3`, `id = 4` and 2 more\n\
         hint: fill them in first: UPDATE product SET name = … WHERE name IS NULL",
    );
}

#[test]
fn a_renamed_column_that_holds_null_is_not_made_required() {
    let (current, wanted) =
        ("CREATE TABLE a (x INT, y INT)", "CREATE TABLE b (x INT, z INT NOT NULL)");
    let rows = "INSERT INTO a VALUES (1, 2), (2, NULL)";
    let error = attempt(current, rows, wanted, &["a.y=z", "a=b"]).expect_err("there is a NULL");
    assert_eq!(
        error.to_string(),
        "`b.z` becomes required, but holds NULL in `rowid = 2`\n\
         hint: fill them in first: UPDATE b SET z = … WHERE z IS NULL"
    );
}

#[test]
fn a_column_that_holds_null_does_not_become_the_number_of_its_row() {
    let (current, wanted) =
        ("CREATE TABLE t (a INTEGER, b TEXT)", "CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT)");
    let rows = "INSERT INTO t VALUES (1, 'x'), (NULL, 'y')";
    refused(
        current,
        rows,
        wanted,
        "`t.a` becomes required, but holds NULL in `rowid = 2`\n\
         hint: fill them in first: UPDATE t SET a = … WHERE a IS NULL",
    );
    let generated = generate(&open(current), &open(wanted), &[], None)
        .expect("it is possible")
        .expect("a change");
    let error = open(&format!("{current}; {rows}"))
        .execute_batch(&generated.up)
        .expect_err("there is a NULL");
    assert_eq!(error.to_string(), "CHECK constraint failed: t_a_is_not_null");
}

#[test]
fn text_that_is_not_a_number_does_not_become_one() {
    refused(
        "CREATE TABLE product (code TEXT PRIMARY KEY, price TEXT)",
        "INSERT INTO product VALUES ('a', '1.50'), ('b', 'cheap'), ('c', ''), ('d', NULL), ('e', '12 '), ('f', '0x10')",
        "CREATE TABLE product (code TEXT PRIMARY KEY, price REAL)",
        "`product.price` becomes `REAL`, but holds something else in `code = 'b'`, `code = 'c'`, `code = 'f'`\n\
         hint: correct these values first, or add a new column and fill it from `price`",
    );
}

#[test]
fn a_strict_table_refuses_values_of_another_type() {
    refused(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER)",
        "INSERT INTO t VALUES (1, 5), (2, 'x'), (3, 1.5), (4, 2.0)",
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER) STRICT",
        "`t.a` becomes `INTEGER`, but holds something else in `id = 2`, `id = 3`\n\
         hint: correct these values first, or add a new column and fill it from `a`",
    );
}

#[test]
fn a_unique_index_over_duplicates_is_refused_with_their_names() {
    refused(
        "CREATE TABLE user (id INTEGER PRIMARY KEY, email TEXT)",
        "INSERT INTO user VALUES (1, 'a@x'), (2, 'b@x'), (3, 'A@x'), (4, NULL), (5, NULL), (6, 'c'), (7, 'c'), (8, 'C')",
        "CREATE TABLE user (id INTEGER PRIMARY KEY, email TEXT); CREATE UNIQUE INDEX one ON user (email COLLATE NOCASE)",
        "`email` becomes unique in `user`, but repeats: `email = 'a@x' in id = 1 and id = 3`, \
         `email = 'c' in 3 rows`\n\
         hint: change or delete the rows that repeat first",
    );
}

#[test]
fn a_partial_unique_index_looks_at_its_own_rows_only() {
    let current = "CREATE TABLE t (a INT, b INT)";
    let wanted = "CREATE TABLE t (a INT, b INT); CREATE UNIQUE INDEX one ON t (a) WHERE b = 1";
    let rows = "INSERT INTO t VALUES (1, 0), (1, 0), (2, 1), (3, 1)";
    assert!(attempt(current, rows, wanted, &[]).is_ok());
    refused(
        current,
        &format!("{rows}, (3, 1)"),
        wanted,
        "`a` becomes unique in `t`, but repeats: `a = 3 in rowid = 4 and rowid = 5`\n\
         hint: change or delete the rows that repeat first",
    );
}

#[test]
fn a_unique_constraint_on_two_columns_over_duplicates_is_refused() {
    refused(
        "CREATE TABLE t (a INT, b TEXT)",
        "INSERT INTO t VALUES (1, 'x'), (1, 'y'), (1, 'x'), (1, NULL), (1, NULL)",
        "CREATE TABLE t (a INT, b TEXT, UNIQUE (a, b))",
        "`a, b` becomes unique in `t`, but repeats: `a = 1, b = 'x' in rowid = 1 and rowid = 3`\n\
         hint: change or delete the rows that repeat first",
    );
}

#[test]
fn a_new_unique_column_with_a_default_is_refused_for_two_rows() {
    refused(
        "CREATE TABLE t (a INT)",
        "INSERT INTO t VALUES (1), (2), (3)",
        "CREATE TABLE t (a INT, b INT DEFAULT 0 UNIQUE)",
        "`b` becomes unique in `t`, but repeats: `b = 0 in 3 rows`\n\
         hint: change or delete the rows that repeat first",
    );
}

#[test]
fn a_check_that_rows_break_is_refused() {
    refused(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, price REAL)",
        "INSERT INTO t VALUES (1, 5), (2, -1), (3, NULL)",
        "CREATE TABLE t (id INTEGER PRIMARY KEY, price REAL, CHECK (price >= 0))",
        "the check `price >= 0` of `t` is broken by `id = 2`\nhint: correct these rows first",
    );
}

#[test]
fn a_foreign_key_that_rows_break_is_refused() {
    refused(
        "CREATE TABLE user (id INTEGER PRIMARY KEY); CREATE TABLE post (id INTEGER PRIMARY KEY, user_id INTEGER)",
        "INSERT INTO user VALUES (1); INSERT INTO post VALUES (1, 1), (2, 9), (3, NULL)",
        "CREATE TABLE user (id INTEGER PRIMARY KEY);
         CREATE TABLE post (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES user)",
        "`post.user_id` refers to `user`, but nothing is there for `id = 2`\n\
         hint: add the missing rows to `user` first, or delete these",
    );
}

#[test]
fn a_parent_that_is_dropped_under_its_children_is_refused() {
    refused(
        "CREATE TABLE user (id INTEGER PRIMARY KEY); CREATE TABLE post (user_id INTEGER REFERENCES user (id))",
        "INSERT INTO user VALUES (1); INSERT INTO post VALUES (1)",
        "CREATE TABLE post (user_id INTEGER REFERENCES user (id))",
        "`post.user_id` refers to `user`, but nothing is there for `rowid = 1`\n\
         hint: add the missing rows to `user` first, or delete these",
    );
}

#[test]
fn everything_impossible_is_said_at_once() {
    let error = attempt(
        "CREATE TABLE t (a INT, b INT)",
        "INSERT INTO t VALUES (NULL, 1), (2, 1)",
        "CREATE TABLE t (a INT NOT NULL, b INT UNIQUE)",
        &[],
    );
    let Err(GenerateError::Refused { refusals, .. }) = error else { panic!("it is impossible") };
    assert_eq!(refusals.len(), 2);
}

#[test]
fn a_database_behind_the_scripts_is_not_asked_about_what_it_does_not_have() {
    let rows = open("CREATE TABLE other (a)");
    let (current, wanted) =
        (open("CREATE TABLE t (a INT)"), open("CREATE TABLE t (a INT NOT NULL UNIQUE)"));
    assert!(generate(&current, &wanted, &[], Some(&rows)).is_ok());
}

#[test]
fn a_rename_of_what_is_not_there_is_refused() {
    not_renamed("nobody=new", "there is no table `nobody` to rename");
    not_renamed("nobody.a=b", "there is no table `nobody` to rename");
    not_renamed("user.nothing=full_name", "there is no column `user.nothing` to rename");
    not_renamed("user.age=full_name", "the wanted schema still has `user.age`");
    not_renamed("user.name=surname", "the wanted schema has no `user.surname`");
    not_renamed("user.name=age", "there is a `user.age` already");
    not_renamed("user=new", "the wanted schema still has `user`");
    not_renamed("old=user", "there is a `user` already");
    not_renamed("old=nowhere", "the wanted schema has no `nowhere`");
}

#[test]
fn a_broken_view_does_not_stand_in_the_way_of_a_rename() {
    let current = "CREATE TABLE t (a INT); CREATE VIEW broken AS SELECT * FROM nowhere";
    let generated = attempt(current, "", "CREATE TABLE t (b INT)", &["t.a=b"])
        .expect("the view goes out of the way")
        .expect("it is a change");
    assert_eq!(generated.up, "DROP VIEW IF EXISTS broken;\nALTER TABLE t RENAME COLUMN a TO b;\n");
}

#[test]
fn a_rename_is_read_as_it_is_printed() {
    for text in ["user=account", "user.name=full name"] {
        assert_eq!(Rename::parse(text).expect("a rename").to_string(), text);
    }
    for text in ["user", "=x", "a.=b", ".a=b", "a="] {
        assert_eq!(Rename::parse(text), None, "{text}");
    }
}

#[test]
fn a_virtual_table_is_made_dropped_and_made_anew_with_a_mark() {
    let words = "CREATE VIRTUAL TABLE words USING fts5 (word)";
    let generated = attempt("", "", words, &[]).expect("it can be made").expect("a change");
    assert_eq!(generated.up, format!("{words};\n"));
    let notes = "CREATE TABLE note (id INTEGER PRIMARY KEY);";
    let more = format!("{notes} {}", words.replace("(word)", "(word, place)"));
    let generated =
        attempt(&format!("{notes} {words};"), "INSERT INTO words VALUES ('a'), ('b')", &more, &[])
            .expect("it can be made anew")
            .expect("a change");
    assert_eq!(
        generated.up,
        "-- Data loss: every row of words is lost: it is made anew, and has to be filled again.\n\
         DROP TABLE words;\n\n\
         CREATE VIRTUAL TABLE words USING fts5 (word, place);\n"
    );
    let lines: Vec<String> = generated.detected.iter().map(ToString::to_string).collect();
    assert_eq!(lines, ["change virtual table words"]);
}

#[test]
fn a_virtual_table_is_carried_along_when_others_change() {
    let search = "CREATE VIRTUAL TABLE found USING fts5 (body, content = note, content_rowid = id);
        CREATE TRIGGER filled AFTER INSERT ON note BEGIN INSERT INTO found (rowid, body) VALUES (new.id, new.body); END;
        CREATE VIRTUAL TABLE place USING rtree (id, low, high);";
    let current = format!("CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT); {search}");
    let rows = "INSERT INTO note VALUES (1, 'tea and jam'), (2, 'bread'); INSERT INTO place VALUES (1, 0, 2)";
    // The wanted schema may speak of them, or not know of any.
    for wanted in [
        format!("CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT NOT NULL); {search}"),
        "CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT NOT NULL);".to_owned(),
    ] {
        let generated =
            attempt(&current, rows, &wanted, &[]).expect("it is possible").expect("a change");
        let lines: Vec<String> = generated.detected.iter().map(ToString::to_string).collect();
        assert_eq!(lines, ["make note.body required"]);
        let database = open(&format!("{current}; {rows}"));
        for half in [&generated.up, &generated.down, &generated.up] {
            database.execute_batch(&format!("BEGIN; {half} COMMIT;")).expect("it runs");
            let found = database.query_row(
                "SELECT group_concat(rowid) FROM found WHERE found MATCH 'jam OR bread'",
                [],
                |row| row.get::<_, String>(0),
            );
            assert_eq!(found, Ok("1,2".to_owned()));
        }
        let more = "INSERT INTO note VALUES (3, 'more jam')";
        database.execute_batch(more).expect("the trigger is there");
        let places = database.query_row(
            "SELECT (SELECT count(*) FROM place) + (SELECT count(*) FROM found('more'))",
            [],
            |row| row.get::<_, i64>(0),
        );
        assert_eq!(places, Ok(2));
    }
}

#[test]
fn a_schema_with_functions_and_collations_of_an_application_is_compared() {
    let current =
        "CREATE TABLE t (a TEXT COLLATE icu_root, b TEXT CHECK (b REGEXP 'x')); CREATE TABLE u (a)";
    let connection = |sql: &str| {
        let connection = open("");
        connection.create_collation("icu_root", str::cmp).expect("it can be made known");
        let flags = rusqlite::functions::FunctionFlags::SQLITE_UTF8;
        connection
            .create_scalar_function("regexp", 2, flags, |_| Ok(true))
            .expect("it can be made known");
        connection.execute_batch(sql).expect("the test's SQL is right");
        connection
    };
    let wanted = current.replace("u (a)", "u (a, b)").replace("'x'", "'y'");
    let generated = generate(&connection(current), &connection(&wanted), &[], None)
        .expect("it is possible")
        .expect("a change");
    let lines: Vec<String> = generated.detected.iter().map(ToString::to_string).collect();
    assert_eq!(
        lines,
        ["drop check (b regexp 'x') on t", "add check (b regexp 'y') on t", "add column u.b"]
    );
}

#[test]
fn the_same_schema_written_differently_is_no_change() {
    let one = "CREATE TABLE Product (id INTEGER PRIMARY KEY, name varchar(64) NOT NULL UNIQUE, price REAL DEFAULT (0),
                                     CHECK (price >= 0)); CREATE INDEX by_name ON product (name ASC);
               CREATE TABLE schema_migrations (version varchar(128) PRIMARY KEY)";
    let two = "CREATE TABLE \"product\" ( \"id\" integer, name VARCHAR (64) NOT NULL, -- the name
                                     price real CHECK (\"price\">=0) DEFAULT 0, PRIMARY KEY (id), UNIQUE (name));
               CREATE INDEX BY_NAME ON \"product\" (\"name\")";
    assert_eq!(attempt(one, "", two, &[]).expect("both can be read"), None);
}

#[test]
fn losses_are_counted_in_the_rows() {
    let generated = attempt(
        "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a INT, b TEXT); CREATE TABLE u (a)",
        "INSERT INTO t VALUES (1, NULL, '1'), (2, 5, '2'); INSERT INTO u VALUES (1), (2), (3)",
        "CREATE TABLE t (id INTEGER PRIMARY KEY, b INT)",
        &[],
    );
    let generated = generated.expect("it is possible").expect("it is a change");
    let lines =
        generated.losses.iter().map(|loss| format!("{}: {loss} {:?}", loss.half, loss.values));
    assert_eq!(
        lines.collect::<Vec<_>>(),
        [
            "up: every row of u is lost Some(3)",
            "up: every value of t.a is lost Some(1)",
            "up: text in t.b that is a number becomes that number: '007' becomes 7 None",
            "up: t.id may give the number of a deleted row again None",
        ]
    );
}

#[test]
fn a_script_run_on_text_that_is_not_a_number_fails_and_names_the_column() {
    let (current, wanted) = ("CREATE TABLE t (price TEXT)", "CREATE TABLE t (price INTEGER)");
    let generated = generate(&open(current), &open(wanted), &[], None)
        .expect("it is possible")
        .expect("a change");
    let rows = open(&format!("{current}; INSERT INTO t VALUES ('12'), ('cheap')"));
    let error =
        rows.execute_batch(&format!("BEGIN; {}", generated.up)).expect_err("cheap is no number");
    assert_eq!(error.to_string(), "CHECK constraint failed: t_price_is_a_number");
}
