//! Pairs of schemas: for each rule one that breaks it, which is found out, and one that keeps it in another way.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use rusqlite::Connection;
use workbook_core::finding::{Problem, probe};
use workbook_core::probe::{DatabasePair, compare};
use workbook_core::sandbox::Sandbox;
use workbook_core::schema::diff::Insist;
use workbook_core::snapshot::{CompareOptions, Rules, State, compare_states, parse};
use workbook_core::sql::name::Name;

const INSIST: Insist = Insist { autoincrement: true, column_order: false, index_names: false };
const NOTHING: Insist = Insist { autoincrement: false, column_order: false, index_names: false };

fn sandbox(sql: &str) -> Sandbox {
    let connection = Connection::open_in_memory().expect("SQLite opens a database in memory");
    connection.execute_batch("PRAGMA foreign_keys = OFF").expect("the pragma is known");
    connection.execute_batch(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
    Sandbox::new(connection, || false).expect("the guards are set")
}

/// Returns the time by SQLite's clock, which the defaults in these schemas ask too.
fn now() -> i64 {
    let connection = Connection::open_in_memory().expect("SQLite opens a database in memory");
    let now = connection.query_row("SELECT unixepoch()", [], |row| row.get(0));
    now.expect("SQLite knows the time")
}

/// What separates two databases: the kind of each finding with its message.
fn problems(expected: &str, actual: &str, insist: Insist) -> Vec<(&'static str, String)> {
    let (expected, actual) = (sandbox(expected), sandbox(actual));
    let states = [&expected, &actual]
        .map(|sandbox| State::read(sandbox.connection()).expect("the state can be read"));
    let [want, got] = states;
    let rules = Rules { insist, ..Rules::default() };
    let how = CompareOptions { rules: &rules, undoing: false, now: now() };
    let (schema, actual_schema) = (want.schema.clone(), got.schema.clone());
    let mut problems = compare_states(want, got, how).expect("the states can be compared");
    let known: BTreeSet<Name> =
        problems.iter().filter_map(Problem::table).map(Name::from).collect();
    let databases = DatabasePair {
        expected: &expected,
        actual: &actual,
        schema: &schema,
        actual_schema: &actual_schema,
        insist,
        volatile: &[],
        known: &known,
        allowed: &[],
        dropped_views: &BTreeSet::from(["gone".into()]),
    };
    probe::add(&mut problems, compare(&databases).expect("the probes run"), false);
    problems.iter().map(|problem| (problem.kind(), problem.message(None))).collect()
}

/// `kind` names the one finding about `wrong`; `right` has none.
#[track_caller]
fn pair(insist: Insist, expected: &str, wrong: &str, kind: &str, words: &str, right: &[&str]) {
    let found = problems(expected, wrong, insist);
    let kinds: Vec<&str> = found.iter().map(|(kind, _)| *kind).collect();
    assert_eq!(kinds, [kind], "{wrong}\n{found:#?}");
    assert!(found[0].1.contains(words), "{wrong}\n{}", found[0].1);
    for right in right.iter().chain([&expected]) {
        assert_eq!(problems(expected, right, insist), [], "{right}");
    }
}

const USER: &str = "CREATE TABLE user (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
    INSERT INTO user VALUES (1, 'susan'), (2, 'john');";

fn with_user(rest: &str) -> String {
    format!("{USER} {rest}")
}

#[test]
fn a_value_that_must_or_may_be_missing() {
    let cookie = |rule: &str| {
        format!("CREATE TABLE cookie (id INTEGER PRIMARY KEY, name TEXT {rule}, stock INTEGER)")
    };
    pair(
        NOTHING,
        &cookie("NOT NULL"),
        &cookie(""),
        "nullability",
        "; this was accepted: INSERT INTO cookie (id, name, stock) VALUES (",
        &[&cookie("CHECK (name IS NOT NULL)")],
    );
    pair(
        NOTHING,
        &cookie(""),
        &cookie("NOT NULL"),
        "nullability",
        "this was refused",
        &[&cookie("DEFAULT NULL")],
    );
    // A rule that the schema does not tell of.
    let strict = cookie("CHECK (ifnull(length(name), 20000) < 20000)");
    pair(NOTHING, &cookie(""), &strict, "nullability", "saying `CHECK constraint failed", &[]);
}

#[test]
fn a_column_that_is_left_out() {
    let film = |rating: &str| {
        format!(
            "CREATE TABLE film (id INTEGER PRIMARY KEY, title TEXT NOT NULL, rating INTEGER NOT NULL {rating})"
        )
    };
    pair(
        NOTHING,
        &film("DEFAULT 3"),
        &film(""),
        "default",
        "this was refused",
        &[&film("DEFAULT (1 + 2)")],
    );
    pair(NOTHING, &film("DEFAULT 3"), &film("DEFAULT 4"), "default", "this left 4 there", &[]);
    let moment = |made: &str| {
        format!("CREATE TABLE film (id INTEGER PRIMARY KEY, made datetime_text {made})")
    };
    let right = moment("DEFAULT (datetime('now'))");
    pair(
        NOTHING,
        &moment("DEFAULT CURRENT_TIMESTAMP"),
        &moment(""),
        "default",
        "left NULL",
        &[&right],
    );
    // A moment of the same day, and yet none that is now.
    let (now, later) = ("DEFAULT CURRENT_TIMESTAMP", "DEFAULT (datetime('now', '+1 hour'))");
    pair(NOTHING, &moment(now), &moment(later), "default", "it should be that moment", &[]);
    let key = |id: &str| format!("CREATE TABLE film (id {id}, title TEXT)");
    let wrong = key("INT PRIMARY KEY NOT NULL");
    let right = key("INTEGER PRIMARY KEY AUTOINCREMENT");
    let found = problems(&key("INTEGER NOT NULL PRIMARY KEY"), &wrong, NOTHING);
    assert!(
        found
            .iter()
            .any(|(kind, message)| *kind == "primary_key" && message.contains("was refused")),
        "{found:?}"
    );
    assert_eq!(problems(&key("INTEGER NOT NULL PRIMARY KEY"), &right, NOTHING), []);
}

#[test]
fn what_no_two_rows_may_share() {
    let follow = |rule: &str| {
        format!(
            "CREATE TABLE follow (id INTEGER PRIMARY KEY, a TEXT NOT NULL, b TEXT NOT NULL {rule})"
        )
    };
    let index = format!("{}; CREATE UNIQUE INDEX any ON follow (b, a)", follow(""));
    pair(NOTHING, &follow(", UNIQUE (a, b)"), &follow(""), "unique", "was accepted", &[&index]);
    // In place of the second row, the first is lost.
    let replace = follow(", UNIQUE (a, b) ON CONFLICT REPLACE");
    pair(
        NOTHING,
        &follow(", UNIQUE (a, b)"),
        &replace,
        "unique",
        "another row has the same `a` and `b`",
        &[],
    );
    let found =
        problems(&follow(", UNIQUE (a, b)"), &follow(", UNIQUE (a), UNIQUE (a, b)"), NOTHING);
    assert_eq!(found.iter().map(|(kind, _)| *kind).collect::<Vec<_>>(), ["unique"], "{found:#?}");
}

#[test]
fn a_child_without_a_parent_and_a_parent_that_goes() {
    let post = |rule: &str| {
        with_user(&format!("CREATE TABLE post (id INTEGER PRIMARY KEY, user_id INTEGER {rule})"))
    };
    let references = post("NOT NULL REFERENCES user (id)");
    pair(
        NOTHING,
        &references,
        &post("NOT NULL"),
        "foreign_key",
        "this was accepted",
        &[
            &post("NOT NULL REFERENCES user"),
            &post("NOT NULL REFERENCES user ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED"),
        ],
    );
    let action = |action: &str| post(&format!("REFERENCES user (id) {action}"));
    for (one, two) in [
        ("ON DELETE CASCADE", ""),
        ("", "ON DELETE SET NULL"),
        ("ON DELETE SET NULL", "ON DELETE CASCADE"),
        ("ON UPDATE CASCADE", ""),
    ] {
        pair(
            NOTHING,
            &action(one),
            &action(two),
            "foreign_key_action",
            "; seen with this: INSERT INTO user",
            &[],
        );
    }
}

#[test]
fn children_that_a_trigger_takes_along() {
    let post = "CREATE TABLE post (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES user (id) ON DELETE SET NULL);";
    let wrong = "CREATE TRIGGER t AFTER UPDATE ON post WHEN NEW.user_id IS NULL BEGIN DELETE FROM post WHERE id = NEW.id; END;";
    let found = problems(&with_user(post), &with_user(&format!("{post} {wrong}")), NOTHING);
    assert!(found.iter().any(|(_, message)| message.contains("is deleted with it")), "{found:#?}");
}

#[test]
fn the_edges_of_a_check() {
    let price = |check: &str| {
        format!("CREATE TABLE cookie (id INTEGER PRIMARY KEY, price INTEGER NOT NULL {check})")
    };
    let expected = price("CHECK (price >= 0)");
    pair(
        NOTHING,
        &expected,
        &price(""),
        "check",
        "accepted a statement",
        &[&price("CHECK (price > -1)"), &price("CHECK (NOT price < 0)")],
    );
    pair(NOTHING, &expected, &price("CHECK (price > 0)"), "check", "refused a statement", &[]);
    let rating = price("CHECK (price BETWEEN 1 AND 5)");
    pair(
        NOTHING,
        &rating,
        &price("CHECK (price IN (1, 2, 3, 4))"),
        "check",
        ", 5)",
        &[&price("CHECK (price IN (1, 2, 3, 4, 5))")],
    );
    let slug = |check: &str| {
        format!("CREATE TABLE page (id INTEGER PRIMARY KEY, slug varchar(20) NOT NULL {check})")
    };
    pair(
        NOTHING,
        &slug("CHECK (length(slug) <= 20)"),
        &slug(""),
        "check",
        "accepted a statement",
        &[&slug("CHECK (length(slug) < 21)")],
    );
    let kind =
        |check: &str| format!("CREATE TABLE film (id INTEGER PRIMARY KEY, kind TEXT {check})");
    let right = kind("CHECK (kind = 'long' OR kind = 'short')");
    pair(
        NOTHING,
        &kind("CHECK (kind IN ('short', 'long'))"),
        &kind("CHECK (kind IN ('long'))"),
        "check",
        "'short'",
        &[&right],
    );
    pair(
        NOTHING,
        &kind("CHECK (kind LIKE '%@%')"),
        &kind(""),
        "check",
        "accepted",
        &[&kind("CHECK (instr(kind, '@') > 0)")],
    );
    let trip = |check: &str| {
        format!("CREATE TABLE trip (starts INTEGER NOT NULL, ends INTEGER NOT NULL {check})")
    };
    pair(
        NOTHING,
        &trip(", CHECK (starts < ends)"),
        &trip(", CHECK (starts <= ends)"),
        "check",
        "accepted",
        &[&trip("CHECK (ends > starts)")],
    );
    pair(
        NOTHING,
        &price("UNIQUE"),
        &price("UNIQUE ON CONFLICT REPLACE"),
        "unique",
        "accepted",
        &[],
    );
    // A rule that nobody asked for keeps no other from being tried.
    let both = problems(
        &price("UNIQUE"),
        &price("UNIQUE ON CONFLICT IGNORE CHECK (price > 900)"),
        NOTHING,
    );
    let kinds: Vec<&str> = both.iter().map(|(kind, _)| *kind).collect();
    assert!(kinds.contains(&"unique") && kinds.contains(&"check"), "{both:#?}");
}

#[test]
fn a_number_is_given_again_only_where_it_may_be() {
    let plain = "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT NOT NULL)";
    let counted = "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL)";
    pair(INSIST, counted, plain, "primary_key", "got the number of the deleted row", &[]);
    assert_eq!(problems(counted, plain, NOTHING), []);
}

#[test]
fn what_triggers_do() {
    let tables =
        "CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT NOT NULL, stock INTEGER NOT NULL);
                  CREATE TABLE log (id INTEGER PRIMARY KEY, item TEXT NOT NULL, at TEXT NOT NULL);";
    let logs = |event: &str, what: &str| {
        let body =
            format!("BEGIN INSERT INTO log (item, at) VALUES ({what}, datetime('now')); END;");
        format!("{tables} CREATE TRIGGER any AFTER {event} ON item {body}")
    };
    let right = logs("DELETE", "lower(upper(OLD.name))").replace("TRIGGER any", "TRIGGER other");
    let expected = logs("DELETE", "lower(OLD.name)");
    pair(NOTHING, &expected, tables, "trigger", "DELETE FROM item", &[&right]);
    pair(NOTHING, &expected, &logs("DELETE", "OLD.name"), "trigger", "it came of this", &[]);
    pair(NOTHING, &expected, &logs("INSERT", "NEW.name"), "trigger", "it came of this", &[]);
    let stops = |when: &str| {
        format!(
            "{tables} CREATE TRIGGER any BEFORE UPDATE ON item WHEN {when} BEGIN SELECT RAISE(ABORT, 'no'); END;"
        )
    };
    let right = stops("0 > NEW.stock").replace("ABORT, 'no'", "ROLLBACK, 'never'");
    pair(NOTHING, &stops("NEW.stock < 0"), tables, "trigger", "it must refuse it", &[&right]);
    pair(NOTHING, &stops("NEW.stock < 0"), &stops("NEW.stock <= 0"), "trigger", "saying `no`", &[]);
    let broken = format!(
        "{tables} CREATE TRIGGER any AFTER INSERT ON item BEGIN INSERT INTO nowhere VALUES (1); END;"
    );
    pair(NOTHING, tables, &broken, "trigger", "no such table: main.nowhere", &[]);
    for same in ["name = NEW.name AND stock = NEW.stock", "name = NEW.name", "stock = NEW.stock"] {
        let doubles = format!(
            "{tables} CREATE TRIGGER any BEFORE INSERT ON item WHEN EXISTS (SELECT 1 FROM item WHERE {same})
             BEGIN SELECT RAISE(ABORT, 'no'); END;"
        );
        pair(NOTHING, tables, &doubles, "trigger", "saying `no`", &[]);
    }
}

#[test]
fn what_views_show() {
    let view = |query: &str| {
        with_user(&format!(
            "CREATE TABLE post (user_id INTEGER REFERENCES user (id)); CREATE VIEW busy AS {query}"
        ))
    };
    let expected = view(
        "SELECT name, count(user_id) AS n FROM user LEFT JOIN post ON user_id = user.id GROUP BY user.id",
    );
    let inner = view(
        "SELECT name, count(*) AS n FROM user JOIN post ON user_id = user.id GROUP BY user.id",
    );
    let right = view(
        "SELECT name, (SELECT count(*) FROM post WHERE user_id = user.id) AS n FROM user ORDER BY id DESC",
    );
    pair(NOTHING, &expected, &inner, "view", "busy", &[&right]);
    let none = with_user("CREATE TABLE post (user_id INTEGER REFERENCES user (id));");
    pair(NOTHING, &expected, &none, "view", "there is no view `busy` yet", &[]);
    pair(NOTHING, &expected, &view("SELECT title FROM user"), "view", "no such column", &[]);
}

#[test]
fn what_behaves_the_same_is_never_refused() {
    let expected = "CREATE TABLE user (id INTEGER PRIMARY KEY AUTOINCREMENT, name varchar(64) NOT NULL UNIQUE, year INTEGER);
        CREATE TABLE tag (name TEXT PRIMARY KEY) WITHOUT ROWID;
        CREATE TABLE user_tag (user_id INTEGER REFERENCES user (id) ON DELETE CASCADE, tag TEXT REFERENCES tag (name),
                               PRIMARY KEY (user_id, tag));
        CREATE TABLE person (id INTEGER PRIMARY KEY, boss INTEGER REFERENCES person (id), user_id INTEGER UNIQUE REFERENCES user (id));";
    let other = "CREATE TABLE tag (name TEXT PRIMARY KEY) WITHOUT ROWID;
        CREATE TABLE user_tag (user_id BIGINT, tag CLOB, PRIMARY KEY (user_id, tag), FOREIGN KEY (tag) REFERENCES tag,
                               FOREIGN KEY (user_id) REFERENCES user ON DELETE CASCADE);
        CREATE TABLE user (name VARCHAR(64) NOT NULL CHECK (length(name) <= 64), id INTEGER PRIMARY KEY,
                           year INTEGER);
        CREATE UNIQUE INDEX user_name ON user (name);
        CREATE TABLE person (id INTEGER PRIMARY KEY, user_id INTEGER, boss INTEGER,
                             FOREIGN KEY (boss) REFERENCES person, FOREIGN KEY (user_id) REFERENCES user);
        CREATE UNIQUE INDEX one_each ON person (user_id);";
    assert_eq!(problems(expected, other, NOTHING), []);
}

#[test]
fn a_rule_that_nobody_asked_for_is_found() {
    let user = |name: &str, year: &str| {
        let rules = format!("name TEXT NOT NULL {name}, year INTEGER {year}");
        format!("CREATE TABLE user (id INTEGER PRIMARY KEY, {rules})")
    };
    let expected = user("", "");
    for wrong in [
        user("CHECK (length(name) <= 20)", ""),
        user("CHECK (name <> '')", ""),
        user("CHECK (trim(name) = name)", ""),
        user("CHECK (name LIKE '%@%')", ""),
        user("CHECK (name IN ('susan', 'john'))", ""),
        user("", "CHECK (year BETWEEN 1800 AND 2100)"),
        user("", "CHECK (year <> -1)"),
    ] {
        pair(NOTHING, &expected, &wrong, "check", "refused a statement", &[]);
    }
}

#[test]
fn a_truth_value_is_tried_beside_its_two_values() {
    let news = |rule: &str| {
        format!("CREATE TABLE user (id INTEGER PRIMARY KEY, news INTEGER NOT NULL CHECK ({rule}))")
    };
    let expected = news("news IN (0, 1)");
    for wrong in ["news BETWEEN 0 AND 1", "news <= TRUE", "news >= 0 AND news < 2"] {
        pair(
            NOTHING,
            &expected,
            &news(wrong),
            "check",
            "accepted a statement",
            &[&news("news = 0 OR news = 1")],
        );
    }
}

#[test]
fn no_probe_tells_a_database_of_the_course_from_itself() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/snapshots");
    let chapters = fs::read_dir(&folder).expect("the snapshots are there").flatten();
    let files = chapters
        .flat_map(|chapter| fs::read_dir(chapter.path()).expect("a chapter is a folder").flatten());
    let texts = files.map(|file| fs::read_to_string(file.path()).expect("a snapshot is text"));
    let states: BTreeSet<String> = texts
        .flat_map(|text| parse(&text).expect("a snapshot can be read"))
        .filter_map(|step| step.state)
        .collect();
    assert!(states.len() > 10);
    for state in &states {
        assert_eq!(problems(state, state, INSIST), [], "{state}");
    }
}

#[test]
fn a_check_on_the_type_that_nobody_asked_for_is_found() {
    let product = |rule: &str, options: &str| {
        format!("CREATE TABLE product (id INTEGER PRIMARY KEY, price INTEGER {rule}) {options}")
    };
    let expected = product("", "");
    for wrong in ["CHECK (typeof(price) IN ('integer', 'null'))", "CHECK (price = round(price))"] {
        pair(NOTHING, &expected, &product(wrong, ""), "check", "refused a statement", &[]);
    }
    // There the declared type says so.
    assert_eq!(problems(&expected, &product("CHECK (price = price)", "STRICT"), NOTHING), []);
}

#[test]
fn a_view_that_had_to_go_is_named() {
    let tables = "CREATE TABLE user (id INTEGER PRIMARY KEY, name TEXT);";
    let left = format!("{tables} CREATE VIEW Gone AS SELECT 1 AS one;");
    let other = format!("{tables} CREATE VIEW another AS SELECT 1 AS one;");
    pair(NOTHING, tables, &left, "view", "the view `Gone` is still there", &[&other]);
}

#[test]
fn a_partial_index_is_compared_by_the_rows_it_holds() {
    let index = |columns: &str, condition: &str| {
        format!(
            "CREATE TABLE product (id INTEGER PRIMARY KEY, name TEXT NOT NULL, on_sale INTEGER NOT NULL, code TEXT);
             CREATE UNIQUE INDEX i ON product ({columns}) {condition};"
        )
    };
    let whole = index("name, code", "");
    let same = ["WHERE id IS NOT NULL", "WHERE name = name", "WHERE on_sale OR NOT on_sale"];
    for condition in same {
        assert_eq!(problems(&whole, &index("name, code", condition), INSIST), [], "{condition}");
    }
    for condition in ["WHERE name <> ''", "WHERE code IS NOT NULL OR name < 'x'", "WHERE on_sale"] {
        assert_ne!(problems(&whole, &index("name, code", condition), INSIST), [], "{condition}");
    }
    let part = index("name", "WHERE on_sale = 1");
    for condition in
        ["WHERE on_sale IN (1)", "WHERE on_sale > 0 AND on_sale < 1.5 AND on_sale >= 1"]
    {
        assert_eq!(problems(&part, &index("name", condition), INSIST), [], "{condition}");
    }
    for condition in ["WHERE on_sale", "WHERE on_sale > 0", "WHERE on_sale = 1 AND name <> 'a'"] {
        assert_ne!(problems(&part, &index("name", condition), INSIST), [], "{condition}");
    }
    assert_ne!(problems(&part, &index("name, id", "WHERE on_sale IN (1)"), INSIST), []);
    assert_ne!(problems(&part, &index("lower(name)", "WHERE on_sale = 1"), INSIST), []);
}

#[test]
fn a_moment_is_compared_to_the_second() {
    let post = |default: &str| {
        format!("CREATE TABLE post (id INTEGER PRIMARY KEY, at TEXT NOT NULL DEFAULT {default})")
    };
    let right =
        [post("(strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))"), post("(datetime('now', '+0 days'))")];
    let right: Vec<&str> = right.iter().map(String::as_str).collect();
    for wrong in [
        "(strftime('%Y-%m-%d %H:%M:00', 'now'))",
        "(datetime('now', 'localtime'))",
        "(datetime('now', '+1 second'))",
    ] {
        let words = "when it was 2031-03-04 21:06:07 in UTC; it should be that moment";
        pair(NOTHING, &post("CURRENT_TIMESTAMP"), &post(wrong), "default", words, &right);
    }
    pair(NOTHING, &post("CURRENT_DATE"), &post("(date('now', 'localtime'))"), "default", "", &[]);
}
