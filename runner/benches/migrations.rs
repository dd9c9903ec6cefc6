//! How fast migrations are, as ratios to dbmate and to the same SQL typed by hand, run in turn.
//!
//! `DBMATE=path/to/dbmate cargo bench --bench migrations`: name the program itself, not npm's wrapper around it.

#![expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

mod timing;

use timing::{can_run, median, print_comparison, print_limit, run, time_in_turn};

const WORKBOOK: &str = env!("CARGO_BIN_EXE_workbook");

fn main() {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    for count in [1, 1_000] {
        measure_upgrade(folder.path(), count);
    }
    measure_growth(folder.path());
    measure_migrate(folder.path());
    measure_rebuild(folder.path());
}

/// `upgrade` of so many scripts on a new database, beside dbmate's `up`.
fn measure_upgrade(folder: &Path, count: usize) {
    let project = make_project(folder, "upgrade", count);
    let database = project.join("app.db");
    let times = if count > 100 { 5 } else { 21 };
    let what = format!("upgrade of {count} scripts");
    let mut ours = || {
        _ = fs::remove_file(&database);
        run(workbook_db(&project).arg("upgrade"))
    };
    let dbmate = std::env::var("DBMATE").unwrap_or_else(|_| "dbmate".to_owned());
    if !can_run(Command::new(&dbmate).arg("--version")) {
        println!(
            "{what}: {:.1?}; no dbmate to compare with",
            median((0..times).map(|_| ours()).collect())
        );
        return;
    }
    let mut theirs = || {
        _ = fs::remove_file(&database);
        let mut command = Command::new(&dbmate);
        command.current_dir(&project).args([
            "--url",
            "sqlite:app.db",
            "--migrations-dir",
            "migrations",
        ]);
        run(command.args(["--no-dump-schema", "up"]))
    };
    let (ours, theirs) = time_in_turn(times, &mut ours, &mut theirs);
    print_comparison(&what, ours, "dbmate", theirs, 1.0);
}

/// Growth of the time of `upgrade` with the number of scripts.
fn measure_growth(folder: &Path) {
    let times = [250, 500, 1_000, 2_000].map(|count| {
        let project = make_project(folder, "growth", count);
        let took = median(
            (0..3)
                .map(|_| {
                    _ = fs::remove_file(project.join("app.db"));
                    run(workbook_db(&project).arg("upgrade"))
                })
                .collect(),
        );
        println!("upgrade of {count} scripts: {took:.1?}, {:.1?} a script", took / count as u32);
        took.as_secs_f64() / count as f64
    });
    println!(
        "a script of the longest run takes {:.2} times one of the shortest",
        times[3] / times[0]
    );
}

/// `migrate` on a schema of 200 tables, one of which has a new column.
fn measure_migrate(folder: &Path) {
    let project = make_project(folder, "migrate", 0);
    let mut schema = String::new();
    for table in 0..200 {
        let parent = if table > 0 {
            format!(", parent INTEGER REFERENCES t{} (id)", table - 1)
        } else {
            String::new()
        };
        _ = writeln!(
            schema,
            "CREATE TABLE t{table} (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE{parent});"
        );
    }
    fs::write(project.join("schema.sql"), &schema).expect("the folder can be written");
    run(workbook_db(&project).args(["migrate", "-m", "all tables"]));
    fs::write(
        project.join("schema.sql"),
        schema.replacen("UNIQUE", "UNIQUE, price INTEGER CHECK (price > 0)", 1),
    )
    .expect("the folder can be written");
    let script = project.join("migrations/0002_price.sql");
    let once = || {
        _ = fs::remove_file(&script);
        run(workbook_db(&project).args(["migrate", "-m", "price"]))
    };
    print_limit(
        "migrate on a schema of 200 tables",
        median((0..9).map(|_| once()).collect()),
        Duration::from_secs(1),
    );
}

/// A generated rebuild of a table of a million rows, beside the same `INSERT … SELECT` in the `sqlite3` shell.
fn measure_rebuild(folder: &Path) {
    if !can_run(Command::new("sqlite3").arg("--version")) {
        println!("rebuild of a million rows: skipped, there is no `sqlite3` shell");
        return;
    }
    let project = make_project(folder, "rebuild", 0);
    let database = project.join("app.db");
    let schema = |check: &str| {
        format!(
            "CREATE TABLE p (id INTEGER PRIMARY KEY, name TEXT NOT NULL, price INTEGER{check});\n"
        )
    };
    fs::write(project.join("schema.sql"), schema("")).expect("the folder can be written");
    run(workbook_db(&project).args(["migrate", "-m", "p"]));
    run(workbook_db(&project).arg("upgrade"));
    let rows = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000)
                INSERT INTO p SELECT i, 'name ' || i, i % 1000 FROM n;";
    run(Command::new("sqlite3").arg(&database).arg(rows));
    fs::write(project.join("schema.sql"), schema(" CHECK (price >= 0)"))
        .expect("the folder can be written");
    run(workbook_db(&project).args(["migrate", "-m", "check"]));
    let kept = project.join("kept.db");
    fs::copy(&database, &kept).expect("the database can be copied");
    let by_hand = "BEGIN; CREATE TABLE p_new (id INTEGER PRIMARY KEY, name TEXT NOT NULL, price INTEGER CHECK (price >= 0));
                   INSERT INTO p_new SELECT id, name, price FROM p; DROP TABLE p; ALTER TABLE p_new RENAME TO p; COMMIT;";
    let fresh = || fs::copy(&kept, &database).expect("the database can be copied");
    let (ours, theirs) = time_in_turn(
        7,
        &mut || {
            fresh();
            run(workbook_db(&project).arg("upgrade"))
        },
        &mut || {
            fresh();
            run(Command::new("sqlite3").arg(&database).arg(by_hand))
        },
    );
    print_comparison("rebuild of a million rows", ours, "the same typed into sqlite3", theirs, 1.2);
    fresh();
    measure_trial(&project, &kept, by_hand);
}

/// `migrate` with its trial on a copy of the same rows, beside one rebuild of them in the `sqlite3` shell.
fn measure_trial(project: &Path, kept: &Path, by_hand: &str) {
    let script = project.join("migrations/0002_check.sql");
    let copy = project.join("by-hand.db");
    let (ours, theirs) = time_in_turn(
        7,
        &mut || {
            fs::remove_file(&script).expect("the script is there");
            run(workbook_db(project).args(["migrate", "-m", "check"]))
        },
        &mut || {
            fs::copy(kept, &copy).expect("the database can be copied");
            run(Command::new("sqlite3").arg(&copy).arg(by_hand))
        },
    );
    let what = "migrate, tried on a million rows";
    print_comparison(what, ours, "the rows copied in sqlite3", theirs, 2.0);
}

/// A folder with so many scripts, each of which makes a table.
fn make_project(folder: &Path, name: &str, count: usize) -> PathBuf {
    let project = folder.join(format!("{name}-{count}"));
    fs::create_dir_all(project.join("migrations")).expect("a folder can be made");
    for number in 1..=count {
        let text = format!(
            "-- migrate:up\nCREATE TABLE t{number} (id INTEGER PRIMARY KEY, name TEXT NOT NULL);\n\n\
             -- migrate:down\nDROP TABLE t{number};\n"
        );
        fs::write(project.join(format!("migrations/{number:04}_t{number}.sql")), text)
            .expect("it can be written");
    }
    project
}

fn workbook_db(project: &Path) -> Command {
    let mut command = Command::new(WORKBOOK);
    command.current_dir(project).env_remove("DATABASE_URL").arg("db");
    command
}
