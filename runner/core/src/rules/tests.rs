//! Scripts and models of many worlds: what is right in whatever way passes, and each way to break a rule is told.

use super::*;
use crate::migration;
use crate::schema::inspect;

/// What is told of scripts, as `number: kind` with the message, by the rule that tells it.
struct Told {
    things: Vec<String>,
    rows: Vec<String>,
    back: Vec<String>,
}

/// Scripts, each an up half and a down half. `own` are rows of the learner's own after the last.
#[track_caller]
fn told_with(halves: &[(&str, &str)], own: &str) -> Told {
    let list: Vec<Script> = (1..)
        .zip(halves)
        .map(|(number, (up, down))| {
            let name = format!("{number:04}_it.sql");
            let text = match *down {
                "none" => format!("-- migrate:up\n{up}\n"),
                down => format!("-- migrate:up\n{up}\n-- migrate:down\n{down}\n"),
            };
            migration::parse(&name, &name, &text).expect("the test's script is right")
        })
        .collect();
    let guard = |connection| Sandbox::new(connection, || false);
    let populated = || {
        let sandbox = guard(Connection::open_in_memory().ok()?).ok()?;
        migration::run::upgrade(&sandbox, &list, &migration::Target::All).ok()?;
        sandbox.connection().execute_batch(own).expect("the test's rows are right");
        (!own.is_empty()).then(|| sandbox.into_connection())
    };
    let scripts = Scripts { list: &list, guard: &guard, populated: &populated };
    let lines = |found: Result<Vec<Broken>, Halt>| -> Vec<String> {
        let line = |broken: Broken| {
            let number =
                broken.script.map_or("-".to_owned(), |(number, _)| (number + 1).to_string());
            let problem = crate::finding::Problem::Rule(Box::new(broken.problem));
            assert!(!problem.hint().is_empty());
            format!("{number} {}: {}", problem.kind(), problem.message(None))
        };
        found.expect("the rules can be tried").into_iter().map(line).collect()
    };
    Told {
        things: lines(one_thing_each(&scripts)),
        rows: lines(with_rows(&scripts)),
        back: lines(reversible(&scripts)),
    }
}

#[track_caller]
fn told(halves: &[(&str, &str)]) -> Told {
    told_with(halves, "")
}

/// Whatever is told of the scripts.
#[track_caller]
fn right(halves: &[(&str, &str)]) {
    right_with(halves, "");
}

#[track_caller]
fn right_with(halves: &[(&str, &str)], own: &str) {
    let Told { things, rows, back } = told_with(halves, own);
    assert_eq!([things, rows, back].concat(), [""; 0]);
}

/// One line, which begins with `start` and has `part` in it.
#[track_caller]
fn only(lines: &[String], start: &str, part: &str) {
    assert!(
        lines.len() == 1 && lines[0].starts_with(start) && lines[0].contains(part),
        "{start} {part}\n{lines:#?}"
    );
}

const MEMBER: (&str, &str) = (
    "CREATE TABLE member (id INTEGER PRIMARY KEY, name TEXT NOT NULL, phone TEXT);",
    "DROP TABLE member;",
);
const LOAN: (&str, &str) = (
    "CREATE TABLE loan (id INTEGER PRIMARY KEY, member_id INTEGER NOT NULL REFERENCES member (id), title TEXT NOT NULL);
     CREATE INDEX loan_member ON loan (member_id);",
    "DROP TABLE loan;",
);
const NOTE: (&str, &str) =
    ("ALTER TABLE loan ADD COLUMN note TEXT;", "ALTER TABLE loan DROP COLUMN note;");

fn rebuilt_member(columns: &str, copied: &str) -> String {
    format!(
        "CREATE TABLE new_member ({columns}); INSERT INTO new_member (id, name, phone) SELECT {copied} FROM member;
         DROP TABLE member; ALTER TABLE new_member RENAME TO member;"
    )
}

const OLD: &str = "id INTEGER PRIMARY KEY, name TEXT NOT NULL, phone TEXT";
const REQUIRED: &str = "id INTEGER PRIMARY KEY, name TEXT NOT NULL, phone TEXT NOT NULL";

#[test]
fn scripts_that_do_one_thing_each_and_come_back_pass() {
    right(&[MEMBER, LOAN, NOTE]);
}

#[test]
fn there_have_to_be_three_scripts_and_one_that_changes_a_table() {
    only(&told(&[MEMBER, LOAN]).things, "- too_few_scripts", "there are 2 scripts");
    only(&told(&[]).things, "- too_few_scripts", "there is no script yet");
    let tag = ("CREATE TABLE tag (name TEXT PRIMARY KEY) WITHOUT ROWID;", "DROP TABLE tag;");
    only(&told(&[MEMBER, LOAN, tag]).rows, "- no_table_changed", "earlier one");
    let index = ("CREATE INDEX by_name ON member (name);", "DROP INDEX by_name;");
    only(&told(&[MEMBER, LOAN, index]).rows, "- no_table_changed", "earlier one");
}

#[test]
fn a_script_that_changes_nothing_is_told_so() {
    for nothing in ["", "-- to do", "SELECT 1;", "CREATE TABLE x (a); DROP TABLE x;"] {
        only(
            &told(&[MEMBER, LOAN, NOTE, (nothing, "SELECT 1;")]).things,
            "4 empty_script",
            "changes nothing",
        );
    }
}

#[test]
fn two_things_in_one_script_are_named() {
    let both = (format!("{} {}", MEMBER.0, LOAN.0), "DROP TABLE loan; DROP TABLE member;");
    let things =
        told(&[(&both.0, both.1), NOTE, ("CREATE INDEX t ON loan (title);", "DROP INDEX t;")])
            .things;
    only(&things, "1 several_things", "it makes the table `loan`, and it makes the table `member`");
    let two = |up: &str, down: &str, part: &str| {
        only(&told(&[MEMBER, LOAN, NOTE, (up, down)]).things, "4 several_things", part);
    };
    two(
        "ALTER TABLE member ADD COLUMN mail TEXT NOT NULL DEFAULT ''; ALTER TABLE member DROP COLUMN phone;",
        "ALTER TABLE member DROP COLUMN mail; ALTER TABLE member ADD COLUMN phone TEXT;",
        "adds `mail` to `member`, and it takes `phone` from `member`",
    );
    // The same type again looks like a rename, but the values are gone.
    two(
        "ALTER TABLE member DROP COLUMN phone; ALTER TABLE member ADD COLUMN mail TEXT;",
        "ALTER TABLE member DROP COLUMN mail; ALTER TABLE member ADD COLUMN phone TEXT;",
        "adds `mail` to `member`, and it takes `phone` from `member`",
    );
    two(
        "ALTER TABLE member ADD COLUMN mail TEXT; ALTER TABLE loan ADD COLUMN days INTEGER;",
        "ALTER TABLE member DROP COLUMN mail; ALTER TABLE loan DROP COLUMN days;",
        "adds `days` to `loan`, and it adds `mail` to `member`",
    );
    two(
        "ALTER TABLE member ADD COLUMN mail TEXT; CREATE INDEX t ON loan (title);",
        "ALTER TABLE member DROP COLUMN mail; DROP INDEX t;",
        "adds `mail` to `member`, and it adds the index `t` to `loan`",
    );
    two(
        "ALTER TABLE member RENAME COLUMN phone TO mobile; ALTER TABLE member ADD COLUMN mail TEXT;",
        "ALTER TABLE member DROP COLUMN mail; ALTER TABLE member RENAME COLUMN mobile TO phone;",
        "renames `phone` of `member`, and it adds `mail` to `member`",
    );
    two(
        "CREATE TABLE tag (name TEXT); DROP TABLE loan;",
        "DROP TABLE tag;",
        "drops the table `loan`",
    );
}

#[test]
fn one_thing_may_take_several_statements() {
    let one = |up: &str, down: &str| right(&[MEMBER, LOAN, NOTE, (up, down)]);
    one(
        "ALTER TABLE member ADD COLUMN mail TEXT; ALTER TABLE member ADD COLUMN street TEXT;
         CREATE UNIQUE INDEX mails ON member (mail); UPDATE member SET street = 'unknown';",
        "DROP INDEX mails; ALTER TABLE member DROP COLUMN mail; ALTER TABLE member DROP COLUMN street;",
    );
    one(
        "ALTER TABLE member RENAME COLUMN phone TO mobile;",
        "ALTER TABLE member RENAME COLUMN mobile TO phone;",
    );
    one("ALTER TABLE loan RENAME TO lending;", "ALTER TABLE lending RENAME TO loan;");
    one(
        "CREATE INDEX a ON loan (title); CREATE INDEX b ON loan (note);",
        "DROP INDEX a; DROP INDEX b;",
    );
    one(
        "CREATE TABLE tag (id INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE);
         INSERT INTO tag (word) VALUES ('old'), ('new');",
        "DROP TABLE tag;",
    );
    one(
        "CREATE TABLE helper (loan_id INTEGER NOT NULL REFERENCES loan (id), member_id INTEGER NOT NULL REFERENCES member (id),
                              PRIMARY KEY (loan_id, member_id)) WITHOUT ROWID;",
        "DROP TABLE helper;",
    );
    one("CREATE VIEW titles AS SELECT title FROM loan;", "DROP VIEW titles;");
    one("UPDATE member SET phone = trim(phone);", "SELECT 1;");
    one(
        "CREATE TRIGGER quiet AFTER DELETE ON loan BEGIN UPDATE member SET phone = NULL WHERE id = OLD.member_id; END;",
        "DROP TRIGGER quiet;",
    );
    // What is written with dbmate's `transaction:false` is run as well.
    let loose = "-- migrate:down transaction:false\nALTER TABLE loan DROP COLUMN days;";
    let text = format!(
        "-- migrate:up transaction:false\nALTER TABLE loan ADD COLUMN days INTEGER;\n{loose}\n"
    );
    assert!(!migration::parse("4.sql", "4.sql", &text).expect("it is right").is_atomic(true));
}

#[test]
fn rebuilds_that_keep_the_rows_pass() {
    let up = rebuilt_member(REQUIRED, "id, name, coalesce(phone, '')");
    right(&[MEMBER, LOAN, (&up, &rebuilt_member(OLD, "id, name, phone"))]);
    let up = rebuilt_member(
        "id INTEGER PRIMARY KEY, name TEXT NOT NULL, phone INTEGER",
        "id, name, phone",
    );
    right(&[MEMBER, LOAN, (&up, &rebuilt_member(OLD, "id, name, phone"))]);
    let longer = "id INTEGER PRIMARY KEY, name TEXT NOT NULL, phone TEXT, CHECK (length(name) > 0)";
    right(&[
        MEMBER,
        LOAN,
        (&rebuilt_member(longer, "id, name, phone"), &rebuilt_member(OLD, "id, name, phone")),
    ]);
}

#[test]
fn a_rule_that_old_rows_may_break_is_no_mistake_as_long_as_some_fit() {
    // No two rows of the made-up ones may have one member, then.
    right(&[
        MEMBER,
        LOAN,
        NOTE,
        ("CREATE UNIQUE INDEX one ON loan (member_id);", "DROP INDEX one;"),
    ]);
    let short = "id INTEGER PRIMARY KEY, name TEXT NOT NULL CHECK (length(name) < 14), phone TEXT";
    right(&[
        MEMBER,
        LOAN,
        (&rebuilt_member(short, "id, name, phone"), &rebuilt_member(OLD, "id, name, phone")),
    ]);
    // Rows that have to go for the new rule are not lost.
    let tidy = "DELETE FROM loan WHERE id NOT IN (SELECT min(id) FROM loan GROUP BY member_id);
                CREATE UNIQUE INDEX one ON loan (member_id);";
    right(&[MEMBER, LOAN, NOTE, (tidy, "DROP INDEX one;")]);
    let same = "ALTER TABLE member ADD COLUMN code TEXT NOT NULL DEFAULT 'x'; CREATE UNIQUE INDEX codes ON member (code);";
    let down = "DROP INDEX codes; ALTER TABLE member DROP COLUMN code;";
    only(
        &told(&[MEMBER, LOAN, (same, down)]).rows,
        "3 fails_on_rows",
        "UNIQUE constraint failed: member.code",
    );
    let alike = ("UPDATE member SET phone = 'none';", "SELECT 1;");
    let phones = ("CREATE UNIQUE INDEX phones ON member (phone);", "DROP INDEX phones;");
    only(
        &told(&[MEMBER, LOAN, NOTE, phones, alike]).rows,
        "5 fails_on_rows",
        "UNIQUE constraint failed: member.phone",
    );
    let never = "ALTER TABLE member ADD COLUMN cents INTEGER NOT NULL DEFAULT 0 CHECK (cents > 0);";
    only(
        &told(&[MEMBER, LOAN, (never, "ALTER TABLE member DROP COLUMN cents;")]).rows,
        "3 fails_on_rows",
        "(it stops at this row: INSERT INTO member",
    );
}

#[test]
fn a_script_that_only_empty_tables_take_is_told_with_the_row() {
    let mail = (
        "ALTER TABLE member ADD COLUMN mail TEXT NOT NULL;",
        "ALTER TABLE member DROP COLUMN mail;",
    );
    only(&told(&[MEMBER, LOAN, mail]).rows, "3 fails_on_rows", "Cannot add a NOT NULL column");
    let up = rebuilt_member(REQUIRED, "id, name, phone");
    let found = told(&[MEMBER, LOAN, (&up, &rebuilt_member(OLD, "id, name, phone"))]);
    only(
        &found.rows,
        "3 fails_on_rows",
        "NOT NULL constraint failed: new_member.phone; it should run whatever rows the tables before it allow (it stops at this row",
    );
    assert!(found.rows[0].contains("NULL)"), "{:?}", found.rows);
    assert_eq!(
        [found.things, found.back].concat(),
        [""; 0],
        "the other rules are graded for themselves"
    );
}

#[test]
fn rows_and_values_that_the_way_up_had_no_need_to_touch_are_missed() {
    let back = rebuilt_member(OLD, "id, name, phone");
    let lost =
        |up: &str, part: &str| only(&told(&[MEMBER, LOAN, (up, &back)]).rows, "3 data_lost", part);
    lost(&rebuilt_member(REQUIRED, "id, name, ''"), "a row of `member` has phone = ''");
    lost(&rebuilt_member(REQUIRED, "id, coalesce(phone, ''), name"), "a row of `member` has name");
    lost(
        &rebuilt_member(REQUIRED, "id, name, phone")
            .replace("FROM member;", "FROM member WHERE phone IS NOT NULL AND id < 30;"),
        "missing from `member`",
    );
    let years =
        ("CREATE TABLE book (id INTEGER PRIMARY KEY, year INTEGER NOT NULL);", "DROP TABLE book;");
    let text = |copied: &str| {
        let to = |name: &str, kind: &str, copied: &str| {
            format!("CREATE TABLE {name} (id INTEGER PRIMARY KEY, year {kind} NOT NULL); INSERT INTO {name} SELECT id, {copied} FROM book;
                     DROP TABLE book; ALTER TABLE {name} RENAME TO book;")
        };
        (to("n", "TEXT", copied), to("o", "INTEGER", "year"))
    };
    let (up, down) = text("'in ' || year");
    let rows = told(&[MEMBER, LOAN, years, (&up, &down)]).rows;
    assert_eq!(rows, [""; 0]);
    let (up, down) = text("'unknown'");
    only(&told(&[MEMBER, LOAN, years, (&up, &down)]).rows, "4 data_lost", "has year = 'unknown'");
    let forgotten =
        "PRAGMA foreign_keys = OFF; DROP TABLE loan; CREATE TABLE loan (id INTEGER PRIMARY KEY,
        member_id INTEGER NOT NULL REFERENCES member (id), title TEXT NOT NULL, note TEXT);
        CREATE INDEX loan_member ON loan (member_id);";
    let rows = told(&[MEMBER, LOAN, (forgotten, "ALTER TABLE loan DROP COLUMN note;")]).rows;
    only(&rows, "3 data_lost", "after the up half, a row is missing from `loan`");
    let elsewhere = "ALTER TABLE loan ADD COLUMN note TEXT; UPDATE member SET phone = NULL;";
    only(&told(&[MEMBER, LOAN, (elsewhere, NOTE.1)]).rows, "3 data_lost", "`member`");
}

#[test]
fn a_way_back_that_is_missing_wrong_or_incomplete_is_told() {
    let back = |down: &str, part: &str, kind: &str| {
        only(&told(&[MEMBER, LOAN, (NOTE.0, down)]).back, &format!("3 {kind}"), part);
    };
    back("none", "no down half", "no_way_back");
    back("-- to do", "the down half of this script is empty", "no_way_back");
    back("ALTER TABLE loan DROP COLUMN notes;", "no such column", "no_way_back");
    back("SELECT 1;", "still has the column `note`", "not_restored");
    back(
        "ALTER TABLE loan DROP COLUMN note; CREATE TABLE x (a);",
        "left the table `x` behind",
        "not_restored",
    );
    back("DROP TABLE loan;", "table `loan` is gone", "not_restored");
    back(
        "ALTER TABLE loan DROP COLUMN note; DELETE FROM loan WHERE id > 20;",
        "after up and down, a row is missing from `loan`",
        "data_lost",
    );
    back(
        "ALTER TABLE loan DROP COLUMN note; UPDATE loan SET title = '';",
        "has title = ''",
        "data_lost",
    );
    back(
        "ALTER TABLE loan DROP COLUMN note; CREATE VIEW v AS SELECT 1;",
        "the view `v` is still there",
        "not_restored",
    );
    let overwritten =
        "UPDATE loan SET title = note WHERE note IS NOT NULL; ALTER TABLE loan DROP COLUMN note;";
    back(overwritten, "has title =", "data_lost");
    back(
        "DELETE FROM loan WHERE note IS NOT NULL; ALTER TABLE loan DROP COLUMN note;",
        "missing from `loan`",
        "data_lost",
    );
    let index = ("CREATE INDEX t ON loan (title);", "SELECT 1;");
    only(
        &told(&[MEMBER, LOAN, NOTE, index]).back,
        "4 not_restored",
        "the index `t` of `loan` is still there",
    );
    let dropped = ("DROP INDEX loan_member;", "CREATE INDEX loan_member ON loan (title);");
    only(
        &told(&[MEMBER, LOAN, NOTE, dropped]).back,
        "4 not_restored",
        "has no index on `member_id`",
    );
    let kept = "id INTEGER PRIMARY KEY, name TEXT NOT NULL, phone TEXT, CHECK (length(name) < 200)";
    let checked = format!("CREATE TABLE member ({kept});");
    let (up, down) = (
        rebuilt_member(REQUIRED, "id, name, coalesce(phone, '')"),
        rebuilt_member(OLD, "id, name, phone"),
    );
    only(
        &told(&[(&checked, MEMBER.1), LOAN, (&up, &down)]).back,
        "3 not_restored",
        "a check of `member`",
    );
    let lost = rebuilt_member(OLD, "id, name, NULL");
    only(&told(&[MEMBER, LOAN, (&up, &lost)]).back, "3 data_lost", "has phone = NULL");
    let dropped = (
        "ALTER TABLE member DROP COLUMN phone;",
        "ALTER TABLE member ADD COLUMN phone TEXT NOT NULL DEFAULT '';",
    );
    only(&told(&[MEMBER, LOAN, dropped]).back, "3 not_restored", "`member.phone` refuses NULL");
}

#[test]
fn what_a_drop_takes_need_not_come_back() {
    right(&[
        MEMBER,
        LOAN,
        ("ALTER TABLE member DROP COLUMN phone;", "ALTER TABLE member ADD COLUMN phone TEXT;"),
    ]);
    right(&[
        MEMBER,
        LOAN,
        NOTE,
        (
            "DROP TABLE loan;",
            "CREATE TABLE loan (id INTEGER PRIMARY KEY,
        note TEXT, member_id INTEGER NOT NULL REFERENCES member (id), title TEXT NOT NULL);
        CREATE INDEX loan_member ON loan (member_id);",
        ),
    ]);
}

#[test]
fn where_no_row_can_be_made_up_those_of_the_learner_are_used() {
    let odd = "CREATE TABLE member (code TEXT NOT NULL PRIMARY KEY CHECK (code LIKE 'Q7%x_9%' AND substr(code, 4, 3) = 'zzz' AND length(code) = 11), phone TEXT);";
    let scripts = [
        (odd, "DROP TABLE member;"),
        (
            "CREATE TABLE loan (id INTEGER PRIMARY KEY, member_code TEXT NOT NULL REFERENCES member (code));",
            "DROP TABLE loan;",
        ),
        ("ALTER TABLE member ADD COLUMN mail TEXT;", "ALTER TABLE member DROP COLUMN mail;"),
    ];
    only(&told(&scripts).rows, "3 no_rows_made", "no row could be made up");
    right_with(&scripts, "INSERT INTO member (code) VALUES ('Q7azzzbx_9a');");
    let mut hard = scripts;
    hard[2].0 = "ALTER TABLE member ADD COLUMN mail TEXT NOT NULL;";
    only(
        &told_with(&hard, "INSERT INTO member (code, mail) VALUES ('Q7azzzbx_9a', 'a');").rows,
        "3 fails_on_rows",
        "NOT NULL",
    );
}

fn schema(sql: &str) -> Schema {
    let connection = Connection::open_in_memory().expect("SQLite opens a database in memory");
    connection.execute_batch(sql).expect("the test's SQL is right");
    inspect::schema(&connection).expect("the catalogue can be read")
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
    let made = |sql: &str| {
        let connection = Connection::open_in_memory().expect("SQLite opens a database in memory");
        connection.execute_batch(sql).expect("the test's SQL is right");
        connection
    };
    let count = |models: &str, scripts: &str| {
        unchecked(&made(models), &made(scripts)).expect("both can be read").len()
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
    let connection = Connection::open_in_memory().expect("SQLite opens a database in memory");
    connection.execute_batch(sql).expect("the test's SQL is right");
    State::read(&connection).expect("the database can be read")
}

#[test]
fn a_reference_has_to_be_set_and_to_stay() {
    let tables = "CREATE TABLE a (id INTEGER PRIMARY KEY); CREATE TABLE b (id INTEGER PRIMARY KEY, a INTEGER REFERENCES a (id));";
    let with = |rows: &str| state(&format!("{tables} {rows}"));
    let populated = |after: &State| populated(&with(""), after);
    assert!(populated(&with("")).is_some());
    assert!(populated(&with("INSERT INTO a VALUES (1); INSERT INTO b VALUES (1, NULL)")).is_some());
    let once = with("INSERT INTO a VALUES (1); INSERT INTO b VALUES (1, 1)");
    assert!(populated(&once).is_none());
    assert!(super::populated(&once, &once).is_some(), "rows of the scripts are not its own");
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

#[test]
fn a_column_that_becomes_a_table_passes_in_three_scripts() {
    right(&[
        ("CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT NOT NULL, author TEXT);", "DROP TABLE book;"),
        (
            "CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
             INSERT INTO author (name) SELECT DISTINCT author FROM book WHERE author IS NOT NULL;",
            "DROP TABLE author;",
        ),
        (
            "ALTER TABLE book ADD COLUMN author_id INTEGER REFERENCES author (id);
             UPDATE book SET author_id = (SELECT author.id FROM author WHERE author.name = book.author);",
            "ALTER TABLE book DROP COLUMN author_id;",
        ),
        (
            "ALTER TABLE book DROP COLUMN author;",
            "ALTER TABLE book ADD COLUMN author TEXT;
             UPDATE book SET author = (SELECT author.name FROM author WHERE author.id = book.author_id);",
        ),
    ]);
}

#[test]
fn what_stands_around_tables_is_carried_along() {
    let log = ("CREATE TABLE log (id INTEGER PRIMARY KEY, what TEXT NOT NULL);", "DROP TABLE log;");
    let watch = (
        "CREATE TRIGGER watch AFTER UPDATE ON member BEGIN INSERT INTO log (what) VALUES ('changed ' || NEW.id); END;",
        "DROP TRIGGER watch;",
    );
    let view = ("CREATE VIEW names AS SELECT id, name FROM member;", "DROP VIEW names;");
    let late = (
        "ALTER TABLE member ADD COLUMN late INTEGER AS (length(phone)) VIRTUAL;",
        "ALTER TABLE member DROP COLUMN late;",
    );
    let partial =
        ("CREATE UNIQUE INDEX phones ON member (phone) WHERE phone <> '';", "DROP INDEX phones;");
    let renamed = (
        "ALTER TABLE member RENAME COLUMN name TO full_name;",
        "ALTER TABLE member RENAME COLUMN full_name TO name;",
    );
    let tidy = (
        "UPDATE member SET phone = 'none' WHERE phone IS NULL;",
        "UPDATE member SET phone = NULL WHERE phone = 'none';",
    );
    right(&[MEMBER, LOAN, log, watch, view, late, partial, renamed, NOTE]);
    right(&[MEMBER, LOAN, log, watch, view, tidy, renamed]);
}

#[test]
fn a_rename_may_be_a_rebuild_and_a_rebuild_may_give_a_moment() {
    let renamed = "CREATE TABLE m (mobile TEXT, id INTEGER PRIMARY KEY, name TEXT NOT NULL);
        INSERT INTO m (id, name, mobile) SELECT id, name, phone FROM member; DROP TABLE member; ALTER TABLE m RENAME TO member;";
    let back = "ALTER TABLE member RENAME COLUMN mobile TO phone;";
    right(&[MEMBER, LOAN, (renamed, back)]);
    let moment = "CREATE TABLE m (id INTEGER PRIMARY KEY, name TEXT NOT NULL, phone TEXT, joined TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP);
        INSERT INTO m (id, name, phone) SELECT id, name, phone FROM member; DROP TABLE member; ALTER TABLE m RENAME TO member;";
    right(&[MEMBER, LOAN, (moment, "ALTER TABLE member DROP COLUMN joined;")]);
}

#[test]
fn a_key_may_grow_with_a_new_column() {
    let old =
        "CREATE TABLE place (row INTEGER NOT NULL, hall TEXT NOT NULL, PRIMARY KEY (row, hall));";
    let up = "CREATE TABLE p (row INTEGER NOT NULL, hall TEXT NOT NULL, seat INTEGER NOT NULL DEFAULT 1, PRIMARY KEY (row, hall, seat));
        INSERT INTO p (row, hall) SELECT row, hall FROM place; DROP TABLE place; ALTER TABLE p RENAME TO place;";
    let down = "CREATE TABLE p (row INTEGER NOT NULL, hall TEXT NOT NULL, PRIMARY KEY (row, hall));
        INSERT INTO p (row, hall) SELECT DISTINCT row, hall FROM place; DROP TABLE place; ALTER TABLE p RENAME TO place;";
    right(&[MEMBER, LOAN, (old, "DROP TABLE place;"), (up, down)]);
}

#[test]
fn a_default_that_refers_to_a_row_of_ones_own_is_tried_on_ones_own_rows() {
    let group =
        ("CREATE TABLE grp (id INTEGER PRIMARY KEY, name TEXT NOT NULL);", "DROP TABLE grp;");
    let belongs = (
        "CREATE TABLE m (id INTEGER PRIMARY KEY, name TEXT NOT NULL, phone TEXT, grp_id INTEGER NOT NULL DEFAULT 1 REFERENCES grp (id));
         INSERT INTO m (id, name, phone) SELECT id, name, phone FROM member; DROP TABLE member; ALTER TABLE m RENAME TO member;",
        "ALTER TABLE member DROP COLUMN grp_id;",
    );
    let down = "CREATE TABLE m (id INTEGER PRIMARY KEY, name TEXT NOT NULL, phone TEXT);
         INSERT INTO m (id, name, phone) SELECT id, name, phone FROM member; DROP TABLE member; ALTER TABLE m RENAME TO member;";
    let own = "INSERT INTO grp VALUES (1, 'all'); INSERT INTO member (id, name) VALUES (1, 'a'), (2, 'b');";
    right_with(&[MEMBER, LOAN, group, (belongs.0, down)], own);
    only(
        &told(&[MEMBER, LOAN, group, (belongs.0, down)]).rows,
        "4 fails_on_rows",
        "refers to a row of `grp` that does not exist",
    );
}

#[test]
fn tables_that_refer_to_each_other_and_to_themselves_pass() {
    right(&[
        (
            "CREATE TABLE team (id INTEGER PRIMARY KEY, name TEXT NOT NULL, captain_id INTEGER REFERENCES player (id));",
            "DROP TABLE team;",
        ),
        (
            "CREATE TABLE player (id INTEGER PRIMARY KEY, team_id INTEGER NOT NULL REFERENCES team (id), mentor_id INTEGER REFERENCES player (id));",
            "DROP TABLE player;",
        ),
        (
            "ALTER TABLE team ADD COLUMN founded INTEGER CHECK (founded > 1800);",
            "ALTER TABLE team DROP COLUMN founded;",
        ),
    ]);
}

#[test]
fn what_a_rebuild_forgets_is_a_thing_of_its_own_or_a_loss() {
    let (up, down) = (
        rebuilt_member(REQUIRED, "id, name, coalesce(phone, '')"),
        rebuilt_member(OLD, "id, name, phone"),
    );
    let named = ("CREATE INDEX names ON member (name);", "DROP INDEX names;");
    only(
        &told(&[MEMBER, named, LOAN, (&up, &down)]).things,
        "4 several_things",
        "takes the index `names` from `member`",
    );
    let up = format!("{up} CREATE INDEX names ON member (name);");
    only(
        &told(&[MEMBER, named, LOAN, (&up, &down)]).back,
        "4 not_restored",
        "has no index on `name`",
    );
    right(&[MEMBER, named, LOAN, (&up, &format!("{down} CREATE INDEX names ON member (name);"))]);
}
