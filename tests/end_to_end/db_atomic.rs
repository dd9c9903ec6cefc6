//! `workbook db`: whatever happens while a script runs, the database is the one before or the one after.

use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use snapbox::str;

use crate::db::{PRICE, PRODUCT, shop};
use crate::project::Project;
use crate::signals::times_as_many;

/// What is there before the script that fails: rows, a counter, an index, a trigger, and children that must stay.
const START: &str = "-- migrate:up
CREATE TABLE keep (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE);
CREATE TABLE child (id INTEGER PRIMARY KEY, keep_id INTEGER REFERENCES keep (id) ON DELETE CASCADE);
CREATE INDEX child_keep ON child (keep_id);
INSERT INTO keep (id, name) VALUES (1, 'a'), (41, 'b');
INSERT INTO child (keep_id) VALUES (1), (41);

-- migrate:down
DROP TABLE child;
DROP TABLE keep;
";

const UP: [&str; 12] = [
    "CREATE TABLE log (id INTEGER PRIMARY KEY AUTOINCREMENT, text TEXT)",
    "CREATE TRIGGER kept AFTER INSERT ON keep BEGIN INSERT INTO log (text) VALUES (new.name); END",
    "INSERT INTO keep (name) VALUES ('c'), ('d')",
    "UPDATE keep SET name = name || '!'",
    "PRAGMA user_version = 7",
    "CREATE TABLE keep_new (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, size INTEGER)",
    "INSERT INTO keep_new (id, name) SELECT id, name FROM keep",
    "DROP TABLE keep",
    "ALTER TABLE keep_new RENAME TO keep",
    "DELETE FROM child WHERE keep_id = 41",
    "DROP INDEX child_keep",
    "CREATE VIEW names AS SELECT name FROM keep",
];

const DOWN: [&str; 6] = [
    "DROP VIEW names",
    "CREATE INDEX child_keep ON child (keep_id)",
    "ALTER TABLE keep DROP COLUMN size",
    "DELETE FROM keep WHERE id > 41",
    "DROP TABLE log",
    "PRAGMA user_version = 0",
];

/// Three ways to fail: in the text, while running, and so that SQLite itself takes back the whole transaction.
const FAILURES: [&str; 3] = [
    "NONSENSE",
    "SELECT abs(-9223372036854775807 - 1)",
    "INSERT OR ROLLBACK INTO child (id) VALUES (1)",
];

fn script(up: &[&str], down: &[&str]) -> String {
    format!("-- migrate:up\n{};\n-- migrate:down\n{};\n", up.join(";\n"), down.join(";\n"))
}

/// The statements, with a failing one in the place of each in turn, and at the end.
fn failing<'a>(statements: &[&'a str]) -> Vec<Vec<&'a str>> {
    let places = (0..=statements.len()).flat_map(|place| FAILURES.map(|failure| (place, failure)));
    let broken = |(place, failure): (usize, &'a str)| {
        let rest = statements.iter().skip(place + 1).copied();
        statements.iter().take(place).copied().chain([failure]).chain(rest).collect()
    };
    places.map(broken).collect()
}

#[test]
fn whichever_statement_fails_on_the_way_up_nothing_changes() {
    let project = Project::scripts(&[("1_start.sql", START)]);
    project.run(&["db", "upgrade"]).code(0);
    let before = project.dump("app.db");
    for up in failing(&UP) {
        project.write("migrations/2_more.sql", script(&up, &DOWN));
        project.run(&["db", "upgrade"]).code(1).stdout_eq(str![""]);
        assert_eq!(project.dump("app.db"), before, "{up:?}");
    }
    project.write("migrations/2_more.sql", script(&UP, &DOWN));
    project.run(&["db", "upgrade"]).code(0).stderr_eq(str![""]);
    assert_ne!(project.dump("app.db"), before);
}

#[test]
fn whichever_statement_fails_on_the_way_down_nothing_changes() {
    let project = Project::scripts(&[("1_start.sql", START), ("2_more.sql", &script(&UP, &DOWN))]);
    project.run(&["db", "upgrade"]).code(0);
    let before = project.dump("app.db");
    for down in failing(&DOWN) {
        project.write("migrations/2_more.sql", script(&UP, &down));
        project.run(&["db", "downgrade"]).code(1).stdout_eq(str![""]);
        assert_eq!(project.dump("app.db"), before, "{down:?}");
    }
    project.write("migrations/2_more.sql", script(&UP, &DOWN));
    project.run(&["db", "downgrade"]).code(0).stderr_eq(str![""]);
    assert_ne!(project.dump("app.db"), before);
}

/// Enough work for a kill to fall into, and more than SQLite keeps in memory, so that the file is written before the end.
const MUCH: &str = "-- migrate:up
CREATE TABLE much (id INTEGER PRIMARY KEY AUTOINCREMENT, text TEXT NOT NULL, keep_id INTEGER REFERENCES keep (id));
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 15000)
INSERT INTO much (text, keep_id) SELECT printf('%0100d', i), 1 + i % 2 * 40 FROM n;
CREATE INDEX much_text ON much (text);
UPDATE keep SET name = upper(name);
UPDATE much SET text = text || 'x' WHERE id % 2 = 0;

-- migrate:down
UPDATE keep SET name = lower(name);
DELETE FROM much WHERE id % 3 = 0;
DELETE FROM much;
DROP TABLE much;
";

/// When a process was killed, and what was found then.
#[derive(Debug, Default)]
struct Kills {
    killed: u32,
    /// It had ended before it could be killed.
    late: usize,
    before: usize,
    after: usize,
    /// A journal was left, from which SQLite had to put the file right.
    journals: usize,
}

/// Kills `workbook db` with this command at `count` moments, spread over all of its time, and looks at what is left.
fn kill_at_many_moments(command: &str, count: u32) -> Kills {
    let project = Project::scripts(&[("1_start.sql", START), ("2_much.sql", MUCH)]);
    project.run(&["db", "upgrade", if command == "upgrade" { "1" } else { "2" }]).code(0);
    let before = project.dump("app.db");
    let start = fs::read(project.root.join("app.db")).expect("the database can be read");
    let begun = Instant::now();
    project.run(&["db", command]).code(0);
    let whole = begun.elapsed();
    let after = project.dump("app.db");
    let mut kills = Kills::default();
    for attempt in 0_u32.. {
        if kills.killed == count {
            break;
        }
        assert!(attempt < 25 * count, "hardly ever killed in time: {kills:?}");
        project.write("app.db", &start);
        let mut child = project.start(&["db", command]);
        if attempt % 2 == 1 {
            await_journal(&project, &mut child);
        }
        // Steps of a golden section spread evenly, however many there will be.
        std::thread::sleep(whole.mul_f64(f64::from(attempt) * 0.618_034 % 1.0));
        child.kill().expect("a process may be killed");
        let status = child.wait().expect("it ends");
        match status.signal() {
            Some(_) => kills.killed += 1,
            None => kills.late += 1,
        }
        kills.journals += usize::from(project.root.join("app.db-journal").exists());
        // The command is the first to open what is left, at times one that only looks.
        if attempt % 3 == 0 {
            project.run(&["db", "current"]).code(0).stderr_eq(str![""]);
        }
        let found = whole_dump(&project);
        if found == before {
            kills.before += 1;
        } else {
            kills.after += 1;
        }
        assert!(found == before || found == after, "attempt {attempt}: neither before nor after");
        project
            .run(&["db", command, if command == "upgrade" { "2" } else { "1" }])
            .code(0)
            .stderr_eq(str![""]);
        assert!(whole_dump(&project) == after, "attempt {attempt}: running it again does not work");
    }
    kills
}

/// Waits until the process has begun to write.
fn await_journal(project: &Project, child: &mut Child) {
    let journal = project.root.join("app.db-journal");
    while !journal.exists() && child.try_wait().is_ok_and(|status| status.is_none()) {
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// What the database says, after SQLite has found it whole.
fn whole_dump(project: &Project) -> String {
    let verdict: String = project
        .open("app.db")
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .expect("it can be checked");
    assert_eq!(verdict, "ok");
    project.dump("app.db")
}

#[test]
fn an_upgrade_may_be_killed_at_any_moment() {
    let count = 40 * times_as_many();
    let kills = kill_at_many_moments("upgrade", count);
    assert_eq!(kills.killed, count);
    report(&kills);
}

#[test]
fn a_downgrade_may_be_killed_at_any_moment() {
    let count = 40 * times_as_many();
    let kills = kill_at_many_moments("downgrade", count);
    assert_eq!(kills.killed, count);
    report(&kills);
}

#[expect(
    clippy::print_stderr,
    reason = "how often a kill fell into a transaction depends on the machine"
)]
fn report(kills: &Kills) {
    eprintln!("{kills:?}");
}

#[test]
fn the_first_run_of_all_may_be_killed_too() {
    let project = shop();
    for milliseconds in 0..20 {
        let mut child = project.start(&["db", "upgrade"]);
        std::thread::sleep(Duration::from_millis(milliseconds));
        child.kill().expect("a process may be killed");
        child.wait().expect("it ends");
        project.run(&["db", "upgrade"]).code(0).stderr_eq(str![""]);
        project.run(&["db", "check"]).code(0);
        fs::remove_file(project.root.join("app.db")).expect("the database is there");
    }
}

/// What the disk is told while 60 scripts run: how often it is to keep what was written.
fn count_syncs(project: &mut Project) -> Option<usize> {
    if !project.record_calls("fsync,fdatasync,pwrite64,write", "calls") {
        return None;
    }
    project.run(&["db", "upgrade"]).code(0).stderr_eq(str![""]);
    project.fail_nothing();
    let calls = project.read("calls");
    let mut syncs = 0;
    let mut is_kept = true;
    for call in calls.lines() {
        if call.contains("sync(") {
            syncs += 1;
            is_kept = true;
        } else if call.contains("pwrite64(") {
            is_kept = false;
        } else if call.contains("write(1, \"applied") {
            assert!(is_kept, "said to be applied before it is on the disk: {calls}");
        }
    }
    assert!(syncs > 0, "{calls}");
    Some(syncs)
}

fn write_scripts(project: &Project, numbers: std::ops::Range<u32>) {
    for number in numbers {
        let text = format!(
            "-- migrate:up\nCREATE TABLE t{number} (id);\n-- migrate:down\nDROP TABLE t{number};\n"
        );
        project.write(format!("migrations/{number:03}.sql"), text);
    }
}

#[test]
fn what_is_said_to_be_applied_is_on_the_disk() {
    let mut project = Project::empty();
    write_scripts(&project, 0..60);
    let Some(syncs) = count_syncs(&mut project) else { return };
    assert!(syncs < 60, "the scripts of a new database share transactions: {syncs}");
    write_scripts(&project, 60..120);
    let Some(syncs) = count_syncs(&mut project) else { return };
    assert!(syncs >= 60, "each of the others has its own: {syncs}");
    project.run(&["db", "check"]).code(0);
}

#[test]
fn a_script_that_fails_on_a_new_database_leaves_those_before_it() {
    for failure in FAILURES {
        let project = Project::empty();
        write_scripts(&project, 0..20);
        project.write("migrations/010_keep.sql", START);
        project.write(
            "migrations/011_fails.sql",
            script(&["UPDATE keep SET name = upper(name)", failure], &["SELECT 1"]),
        );
        project.remove("migrations/010.sql").remove("migrations/011.sql");
        project.run(&["db", "upgrade"]).code(1);
        project.run(&["db", "current"]).code(0).stdout_eq(str![[r#"
010_keep.sql
9 scripts are pending

"#]]);
        let name: String = project
            .open("app.db")
            .query_row("SELECT name FROM keep WHERE id = 1", [], |row| row.get(0))
            .expect("the row is there");
        assert_eq!(name, "a");
        project.write("migrations/011_fails.sql", script(&["SELECT 1"], &["SELECT 1"]));
        project.run(&["db", "upgrade"]).code(0);
        project.run(&["db", "check"]).code(0);
    }
}

#[test]
fn a_full_disk_leaves_the_database_as_it_was() {
    let large = "-- migrate:up
CREATE TABLE large (text TEXT);
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
INSERT INTO large SELECT printf('%0500d', i) FROM n;

-- migrate:down
DROP TABLE large;
";
    let project = Project::scripts(&[
        ("1_product.sql", PRODUCT),
        ("2_price.sql", PRICE),
        ("3_large.sql", large),
    ]);
    project.run(&["db", "upgrade", "1"]).code(0);
    project.run(&["db", "upgrade", "2", "--database-url", "sqlite:two.db"]).code(0);
    let Some(project) = project.on_a_disk_of("64k") else { return };
    let line = "cp app.db $TMPDIR/; workbook db --database-url sqlite:$TMPDIR/app.db upgrade; code=$?
        cp $TMPDIR/app.db after.db; test ! -e $TMPDIR/app.db-journal || cp $TMPDIR/app.db-journal after.db-journal
        exit $code";
    project
        .shell(line)
        .code(2)
        .stdout_eq(str![[r#"
database: [TMP]/app.db
applied 2_price.sql

"#]])
        .stderr_eq(str![[r#"
error: cannot use the database `[TMP]/app.db`: database or disk is full
hint: make room on the disk, and run the command again
state: [TMP]/app.db is as it was before 3_large.sql; the script applied before it stays applied

"#]]);
    let after = project.dump("after.db");
    project.run(&["db", "--database-url", "sqlite:two.db", "downgrade", "1"]).code(0);
    project.run(&["db", "--database-url", "sqlite:two.db", "upgrade", "2"]).code(0);
    assert_eq!(after, project.dump("two.db"));
    project
        .run(&["db", "--database-url", "sqlite:after.db", "upgrade"])
        .code(0)
        .stderr_eq(str![""])
        .stdout_eq(str![[r#"
database: after.db
applied 3_large.sql

"#]]);
}

#[test]
fn a_full_disk_leaves_no_half_copy() {
    let project = Project::scripts(&[("1_product.sql", PRODUCT), ("2_price.sql", PRICE)]);
    project.run(&["db", "upgrade", "1"]).code(0);
    let fill = "CREATE TABLE fill AS SELECT zeroblob(28000) AS bytes";
    project.open("app.db").execute_batch(fill).expect("the table can be made");
    let Some(project) = project.on_a_disk_of("64k") else { return };
    let line = "cp app.db $TMPDIR/; workbook db --database-url sqlite:$TMPDIR/app.db upgrade --backup; code=$?
        ls -A $TMPDIR; exit $code";
    project
        .shell(line)
        .code(2)
        .stdout_eq(str![[r#"
app.db

"#]])
        .stderr_eq(str![[r#"
error: failed to copy the database to `[TMP]`, so nothing was run: database or disk is full

"#]]);
}

#[test]
fn scripts_before_the_failing_one_stay() {
    let project = shop();
    project.write(
        "migrations/0003_maker.sql",
        "-- migrate:up\nCREATE TABLE maker (id);\nCREATE TABEL x (id);\n",
    );
    project
        .run(&["db", "upgrade"])
        .code(1)
        .stdout_eq(str![[r#"
database: app.db, which is new
applied 0001_product.sql
applied 0002_add_price.sql

"#]])
        .stderr_eq(str![[r#"
error: the database could not run this statement: near "TABEL": syntax error
 --> migrations/0003_maker.sql:3:8
  |
3 | CREATE TABEL x (id);
  |        ^^^^^
  |
  = next: the mistake is at the marked word or just before it: a missing comma, bracket or semicolon, a misspelt word, or one that only another database knows
state: app.db is as it was before 0003_maker.sql; the 2 scripts applied before it stay applied

"#]]);
    project.run(&["db", "current"]).code(0).stdout_eq(str![[r#"
0002_add_price.sql
1 script is pending

"#]]);
    assert!(!project.dump("app.db").contains("maker"));
    project.write("migrations/0002_add_price.sql", PRICE.replace("DROP COLUMN", "DORP COLUMN"));
    project.write(
        "migrations/0003_maker.sql",
        "-- migrate:up\nSELECT 1;\n-- migrate:down\nSELECT 1;\n",
    );
    project.run(&["db", "upgrade"]).code(0);
    project
        .run(&["db", "downgrade", "base"])
        .code(1)
        .stdout_eq(str![[r#"
undid 0003_maker.sql

"#]])
        .stderr_eq(str![[r#"
error: the database could not run this statement: near "DORP": syntax error
 --> migrations/0002_add_price.sql:6:21
  |
6 | ALTER TABLE product DORP COLUMN price;
  |                     ^^^^
  |
  = next: the mistake is at the marked word or just before it: a missing comma, bracket or semicolon, a misspelt word, or one that only another database knows
state: app.db is as it was before 0002_add_price.sql; the script undone before it stays undone

"#]]);
    project.run(&["db", "current"]).code(0).stdout_eq(str![[r#"
0002_add_price.sql
1 script is pending

"#]]);
}

/// Six scripts that each leave a line, and take it away again.
fn diary() -> Project {
    let line = |number: u32| {
        let table = if number == 1 { "CREATE TABLE diary (number INTEGER);\n" } else { "" };
        let gone = if number == 1 { "DROP TABLE diary;\n" } else { "" };
        let up = format!("{table}INSERT INTO diary VALUES ({number});\n");
        format!(
            "-- migrate:up\n{up}\n-- migrate:down\nINSERT INTO undone VALUES ({number});\n{gone}"
        )
    };
    let project = Project::empty();
    for number in 1..=6 {
        project.write(format!("migrations/{number}.sql"), line(number));
    }
    project
}

/// Runs so many processes at once; each ends well.
#[track_caller]
fn at_once(project: &Project, count: usize, arguments: &[&str]) {
    let children: Vec<_> = (0..count).map(|_| project.start(arguments)).collect();
    for child in children {
        let output = child.wait_with_output().expect("workbook ends");
        assert_eq!(
            (output.status.code(), &*String::from_utf8_lossy(&output.stderr)),
            (Some(0), ""),
            "{output:?}"
        );
    }
}

#[test]
fn processes_that_upgrade_at_once_run_every_script_once() {
    for _ in 0..5 {
        let project = diary();
        at_once(&project, 6, &["db", "upgrade"]);
        project
            .open("app.db")
            .execute_batch("CREATE TABLE undone (number)")
            .expect("the table can be made");
        let numbers = |table: &str| -> String {
            let sql = format!(
                "SELECT group_concat(number, ' ') FROM (SELECT number FROM {table} ORDER BY rowid)"
            );
            project
                .open("app.db")
                .query_row(&sql, [], |row| row.get(0))
                .expect("the table is there")
        };
        assert_eq!(numbers("diary"), "1 2 3 4 5 6");
        at_once(&project, 6, &["db", "downgrade", "base"]);
        assert_eq!(numbers("undone"), "6 5 4 3 2 1");
        project.run(&["db", "current"]).code(0).stdout_eq(str![[r#"
no script has been applied
6 scripts are pending

"#]]);
    }
}

#[test]
fn ctrl_c_stops_a_script_and_takes_back_what_it_did() {
    let endless = "-- migrate:up
ALTER TABLE product ADD COLUMN size INTEGER;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n;
";
    let project = Project::scripts(&[
        ("1_product.sql", PRODUCT),
        ("2_price.sql", PRICE),
        ("3_endless.sql", endless),
    ]);
    project.run(&["db", "upgrade", "2"]).code(0);
    let before = project.dump("app.db");
    project.run(&["db", "downgrade"]).code(0);
    let mut child = project.start(&["db", "upgrade"]);
    let applied = || {
        let sql = "SELECT count(*) FROM schema_migrations";
        project
            .open("app.db")
            .query_row(sql, [], |row| row.get::<_, i64>(0))
            .expect("the versions can be read")
    };
    while applied() < 2 {
        std::thread::sleep(Duration::from_millis(1));
    }
    await_journal(&project, &mut child);
    let killed =
        Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill runs");
    assert!(killed.success());
    let output = child.wait_with_output().expect("workbook ends");
    assert_eq!(output.status.code(), Some(130));
    snapbox::assert_data_eq!(
        String::from_utf8_lossy(&output.stderr).into_owned(),
        str![[r#"
error: interrupted
state: app.db is as it was before 3_endless.sql; the script applied before it stays applied

"#]]
    );
    assert_eq!(project.dump("app.db"), before);
}

#[test]
fn without_a_transaction_what_is_lost_is_said() {
    let loose = "-- migrate:up transaction:false
CREATE TABLE loose (id INTEGER);
BEGIN;
INSERT INTO loose VALUES (1);
COMMIT;
VACUUM;
NONSENSE;

-- migrate:down transaction:false
DROP TABLE loose;
";
    let project = Project::scripts(&[
        ("1_product.sql", PRODUCT),
        ("2_loose.sql", loose),
        ("3_price.sql", PRICE),
    ]);
    project.run(&["db", "upgrade"]).code(1).stdout_eq(str![[r#"
database: app.db, which is new
applied 1_product.sql

"#]]).stderr_eq(str![[r#"
warning: 2_loose.sql says `transaction:false`: if it fails half way, the first half stays
error: the database could not run this statement: near "NONSENSE": syntax error
 --> migrations/2_loose.sql:7:1
  |
7 | NONSENSE;
  | ^^^^^^^^
  |
  = next: the mistake is at the marked word or just before it: a missing comma, bracket or semicolon, a misspelt word, or one that only another database knows
state: what 2_loose.sql did before it failed stays in app.db, and it is not noted as applied; the script applied before it stays applied

"#]]);
    assert!(project.dump("app.db").contains("table loose"));
    project.run(&["db", "current"]).code(0).stdout_eq(str![[r#"
1_product.sql
2 scripts are pending

"#]]);
    project.open("app.db").execute_batch("DROP TABLE loose").expect("the table is there");
    project.edit("migrations/2_loose.sql", "NONSENSE;\n", "");
    project
        .run(&["db", "upgrade"])
        .code(0)
        .stdout_eq(str![[r#"
applied 2_loose.sql
applied 3_price.sql

"#]])
        .stderr_eq(str![[r#"
warning: 2_loose.sql says `transaction:false`: if it fails half way, the first half stays

"#]]);
    project
        .run(&["db", "downgrade", "1"])
        .code(0)
        .stdout_eq(str![[r#"
undid 3_price.sql
undid 2_loose.sql

"#]])
        .stderr_eq(str![[r#"
warning: 2_loose.sql says `transaction:false`: if it fails half way, the first half stays

"#]]);
}

#[test]
fn without_a_transaction_one_that_is_left_open_is_taken_back() {
    let open = "-- migrate:up transaction:false
CREATE TABLE loose (id INTEGER);
BEGIN;
INSERT INTO loose VALUES (1);
";
    let project = Project::scripts(&[("1_open.sql", open)]);
    project
        .run(&["db", "upgrade"])
        .code(1)
        .stdout_eq(str![[r#"
database: app.db, which is new

"#]])
        .stderr_eq(str![[r#"
warning: 1_open.sql says `transaction:false`: if it fails half way, the first half stays
error: a `BEGIN` in this half has no `COMMIT`, so what came after it was taken back
 --> migrations/1_open.sql:1:1
  |
1 | -- migrate:up transaction:false
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = next: end the transaction with `COMMIT;`
state: what 1_open.sql did before it failed stays in app.db, and it is not noted as applied

"#]]);
    snapbox::assert_data_eq!(
        project.dump("app.db"),
        str![[r#"
user_version 0
index sqlite_autoindex_schema_migrations_1: 
table loose: CREATE TABLE loose (id INTEGER)
table schema_migrations: CREATE TABLE "schema_migrations" (version varchar(128) primary key, checksum TEXT)

"#]]
    );
}

#[test]
fn what_a_script_without_a_transaction_changes_of_its_connection_ends_with_it() {
    let unsafe_one = "-- migrate:up transaction:false
PRAGMA journal_mode = OFF;
PRAGMA ignore_check_constraints = ON;
CREATE TABLE a (id INTEGER CHECK (id > 0));
";
    let project = Project::scripts(&[
        ("1_unsafe.sql", unsafe_one),
        ("2_fails.sql", "-- migrate:up\nCREATE TABLE b (id);\nINSERT INTO a VALUES (-1);\n"),
    ]);
    project
        .run(&["db", "upgrade"])
        .code(1)
        .stdout_eq(str![[r#"
database: app.db, which is new
applied 1_unsafe.sql

"#]])
        .stderr_eq(str![[r#"
warning: 1_unsafe.sql says `transaction:false`: if it fails half way, the first half stays
error: the database could not run this statement: CHECK constraint failed: id > 0
 --> migrations/2_fails.sql:3:1
  |
3 | INSERT INTO a VALUES (-1);
  | ^^^^^^
  |
  = next: a rule of the table refused a row: compare the row with the rules the message names
state: app.db is as it was before 2_fails.sql; the script applied before it stays applied

"#]]);
    assert!(!project.dump("app.db").contains("table b"));
}
