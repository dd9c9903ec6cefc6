//! `workbook db` beside the real dbmate: each runs the other's folders, on a database the other has changed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use snapbox::str;

use crate::db::{PRICE, PRODUCT, shop};
use crate::project::{Project, skipped};

/// The program, from `DBMATE` or where `.ci/run` installs it. Where it must be there, its absence is a failure.
fn dbmate() -> Option<PathBuf> {
    let installed = "tools/npm/node_modules/.bin/dbmate";
    let target = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .parent()
        .expect("the folder is in the target folder");
    let found = match std::env::var_os("DBMATE") {
        Some(path) => PathBuf::from(path),
        None => target.join(installed),
    };
    if found.exists() {
        return Some(found);
    }
    assert!(
        std::env::var_os("CI").is_none(),
        "no dbmate at `{}`: `.ci/run` installs it",
        found.display()
    );
    skipped("no dbmate")
}

/// Runs dbmate in the project's folder; it must end well. Gives what it printed.
#[track_caller]
fn run(dbmate: &Path, project: &Project, arguments: &[&str]) -> String {
    let output = Command::new(dbmate)
        .args(["--url", "sqlite:app.db", "--migrations-dir", "migrations", "--no-dump-schema"])
        .args(arguments)
        .current_dir(&project.root)
        .output()
        .expect("dbmate starts");
    let printed = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    assert!(output.status.success(), "{printed}");
    printed
}

/// What the database says besides our own column, which dbmate does not make.
#[track_caller]
fn dump(project: &Project) -> String {
    let connection = project.open("app.db");
    let has_checksum =
        "SELECT 1 FROM pragma_table_info('schema_migrations') WHERE name = 'checksum'";
    if connection
        .prepare(has_checksum)
        .and_then(|mut found| found.exists([]))
        .expect("it can be read")
    {
        let copy = project.root.join("copy.db");
        fs::copy(project.root.join("app.db"), &copy).expect("the database can be copied");
        project
            .open("copy.db")
            .execute_batch("ALTER TABLE schema_migrations DROP COLUMN checksum")
            .expect("it is there");
        return project.dump("copy.db").replace("\"schema_migrations\"", "schema_migrations");
    }
    project.dump("app.db").replace("\"schema_migrations\"", "schema_migrations")
}

const ODD: &str = "-- migrate:up
CREATE TABLE parent (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL COLLATE NOCASE UNIQUE) STRICT;
CREATE TABLE child (parent_id INTEGER REFERENCES parent (id) ON DELETE CASCADE, day TEXT DEFAULT (date('now')));
CREATE INDEX child_parent ON child (parent_id DESC) WHERE parent_id > 0;
CREATE TRIGGER named AFTER INSERT ON parent WHEN new.name <> ''
BEGIN
  UPDATE parent SET name = CASE WHEN new.name = 'a; b' THEN 'ab' ELSE new.name END WHERE id = new.id; -- a comment;
END;
INSERT INTO parent (name) VALUES ('a; b'), ('-- c'), ('d''e');
CREATE VIEW names AS SELECT name FROM parent /* all; of them */;

-- migrate:down
DROP VIEW names;
DROP TABLE child;
DROP TABLE parent;
";

const LOOSE: &str = "-- migrate:up transaction:false
PRAGMA user_version = 3;
VACUUM;

-- migrate:down transaction:false
PRAGMA user_version = 0;
";

fn odd_shop() -> Project {
    let project = shop();
    project.write("migrations/0004_odd.sql", ODD).write("migrations/0005_loose.sql", LOOSE);
    project
}

#[test]
fn dbmate_and_we_make_the_same_database_of_a_folder() {
    let Some(dbmate) = dbmate() else { return };
    let (ours, theirs) = (odd_shop(), odd_shop());
    ours.run(&["db", "upgrade"]).code(0);
    run(&dbmate, &theirs, &["up"]);
    assert_eq!(dump(&ours), dump(&theirs));
    for _ in 0..5 {
        ours.run(&["db", "downgrade"]).code(0);
        run(&dbmate, &theirs, &["rollback"]);
        assert_eq!(dump(&ours), dump(&theirs));
    }
}

#[test]
fn dbmate_goes_on_with_a_database_we_upgraded() {
    let Some(dbmate) = dbmate() else { return };
    let project = odd_shop();
    project.run(&["db", "upgrade", "0002"]).code(0);
    let status = run(&dbmate, &project, &["status"]);
    assert!(
        status.contains("[X] 0002_add_price.sql") && status.contains("[ ] 0003_maker.sql"),
        "{status}"
    );
    run(&dbmate, &project, &["up"]);
    project.run(&["db", "check"]).code(0).stderr_eq(str![""]);
    project.run(&["db", "current"]).code(0).stdout_eq(str![[r#"
0005_loose.sql
nothing is pending

"#]]);
    for _ in 0..4 {
        run(&dbmate, &project, &["rollback"]);
    }
    project.run(&["db", "history"]).code(0).stdout_eq(str![[r#"
applied  0001  product
pending  0002  add price
pending  0003  maker
pending  0004  odd
pending  0005  loose

"#]]);
    project.run(&["db", "downgrade"]).code(0).stderr_eq(str![""]);
    run(&dbmate, &project, &["up"]);
    assert!(run(&dbmate, &project, &["status"]).contains("Applied: 5"));
}

#[test]
fn we_run_a_folder_dbmate_made_on_a_database_it_migrated() {
    let Some(dbmate) = dbmate() else { return };
    let project = Project::empty();
    run(&dbmate, &project, &["new", "products"]);
    let made = |word: &str| {
        let files = fs::read_dir(project.root.join("migrations"))
            .expect("dbmate made the folder")
            .flatten();
        let mut names =
            files.map(|file| format!("migrations/{}", file.file_name().to_string_lossy()));
        names.find(|name| name.contains(word)).expect("dbmate made the script")
    };
    project.write(made("products"), PRODUCT);
    run(&dbmate, &project, &["up"]);
    // Its versions are the time to the second, and two scripts of one second would have one number.
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    run(&dbmate, &project, &["new", "add price"]);
    // As dbmate makes it, a script has both halves and nothing in them.
    project.run(&["db", "upgrade", "--sql"]).code(0).stderr_eq(str![""]);
    project.write(made("price"), PRICE);
    project.run(&["db", "upgrade"]).code(0).stderr_eq(str![""]).stdout_eq(str![[r#"
applied [..]_add price.sql

"#]]);
    project.run(&["db", "check"]).code(0).stderr_eq(str![""]);
    project.run(&["db", "downgrade", "base"]).code(0).stderr_eq(str![""]).stdout_eq(str![[r#"
undid [..]_add price.sql
undid [..]_products.sql

"#]]);
    run(&dbmate, &project, &["up"]);
    assert!(project.dump("app.db").contains("price INTEGER"));
}

#[test]
fn dbmate_reads_the_scripts_of_the_course() {
    let Some(dbmate) = dbmate() else { return };
    let solutions = Path::new(env!("CARGO_MANIFEST_DIR")).join("../solutions");
    let folders = walkdir::WalkDir::new(solutions).into_iter().flatten();
    let folders: Vec<_> = folders.filter(|entry| entry.file_name() == "migrations").collect();
    assert!(!folders.is_empty());
    for folder in folders {
        let [ours, theirs] = [(), ()].map(|()| Project::empty());
        for file in fs::read_dir(folder.path()).expect("the folder can be read").flatten() {
            let text = fs::read(file.path()).expect("a script can be read");
            for project in [&ours, &theirs] {
                project.write(Path::new("migrations").join(file.file_name()), &text);
            }
        }
        ours.run(&["db", "upgrade"]).code(0).stderr_eq(str![""]);
        run(&dbmate, &theirs, &["up"]);
        assert_eq!(dump(&ours), dump(&theirs), "{}", folder.path().display());
    }
}

#[test]
fn dbmate_with_foreign_keys_on_deletes_no_child_in_a_rebuild() {
    let Some(dbmate) = dbmate() else { return };
    let project = Project::empty();
    let schema = "CREATE TABLE shelf (id INTEGER PRIMARY KEY, name TEXT);
                  CREATE TABLE book (shelf INTEGER REFERENCES shelf (id) ON DELETE CASCADE);";
    project.run(&["db", "init"]).code(0);
    project.write("schema.sql", schema);
    project.run(&["db", "migrate", "-m", "first"]).code(0);
    project.run(&["db", "upgrade"]).code(0);
    let rows = "INSERT INTO shelf VALUES (1, 'left'); INSERT INTO book VALUES (1), (1)";
    project.open("app.db").execute_batch(rows).expect("the tables are there");
    project.write("schema.sql", schema.replace("TEXT", "TEXT NOT NULL"));
    project.run(&["db", "migrate", "-m", "name"]).code(0);
    let before = project.dump("app.db");
    let output = Command::new(&dbmate)
        .args(["--url", "sqlite:app.db?_foreign_keys=on", "--migrations-dir", "migrations"])
        .args(["--no-dump-schema", "up"])
        .current_dir(&project.root)
        .output()
        .expect("dbmate starts");
    assert!(!output.status.success(), "foreign keys are on");
    assert_eq!(project.dump("app.db"), before);
    run(&dbmate, &project, &["up"]);
    project.run(&["db", "check"]).code(0);
}
