//! `workbook db` on folders and databases of other tools: names of their own, old scripts, a schema that is written out.

use snapbox::str;

use crate::db::{PRICE, PRODUCT};
use crate::project::{Project, stderr};

/// Scripts in a folder and versions in a table of other names.
const ELSEWHERE: [&str; 4] =
    ["--migrations-dir", "./db/scripts/", "--migrations-table", "My versions"];

fn run_elsewhere(project: &Project, arguments: &[&str]) -> snapbox::cmd::OutputAssert {
    let arguments: Vec<&str> = ["db"].iter().chain(arguments).chain(&ELSEWHERE).copied().collect();
    project.run(&arguments)
}

#[test]
fn the_folder_and_the_table_may_have_other_names() {
    let project = Project::empty();
    run_elsewhere(&project, &["init"]).code(0);
    project.write("schema.sql", "CREATE TABLE product (id INTEGER PRIMARY KEY, name TEXT);");
    run_elsewhere(&project, &["migrate", "-m", "product"]).code(0).stdout_eq(str![[r#"
detected: add table product
careful: when downgrading, every row of product is lost
wrote db/scripts/0001_product.sql: read it, then run `workbook db upgrade`

"#]]);
    let sql = run_elsewhere(&project, &["upgrade", "--sql"]).code(0).get_output().stdout.clone();
    run_elsewhere(&project, &["upgrade"]).code(0);
    run_elsewhere(&project, &["check"]).code(0);
    let tables = |path: &str| -> String {
        let sql = "SELECT group_concat(name, ', ') FROM (SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY 1)";
        project.open(path).query_row(sql, [], |row| row.get(0)).expect("the catalogue can be read")
    };
    assert_eq!(tables("app.db"), "My versions, product");
    project.write("printed.db", "");
    project
        .open("printed.db")
        .execute_batch(&String::from_utf8_lossy(&sql))
        .expect("what is printed runs");
    assert_eq!(tables("printed.db"), "My versions, product");
    run_elsewhere(&project, &["downgrade"]).code(0);
    assert_eq!(tables("app.db"), "My versions");
    project.run(&["db", "status"]).code(2).stderr_eq(str![[r#"
error: there is no folder `[..]migrations`
hint: `workbook db init` makes it; `--dir` or `--migrations-dir` says where it is

"#]]);
}

#[test]
fn a_script_may_not_touch_the_table_of_versions_whatever_its_name() {
    let project = Project::empty();
    project.write("db/scripts/1.sql", "-- migrate:up\nDROP TABLE \"my Versions\";\n");
    run_elsewhere(&project, &["upgrade"]).code(1);
}

#[test]
fn a_script_older_than_an_applied_one_is_told() {
    let project = Project::scripts(&[("1_product.sql", PRODUCT), ("3_price.sql", PRICE)]);
    project.run(&["db", "upgrade"]).code(0).stderr_eq(str![""]);
    project.write(
        "migrations/2_late.sql",
        "-- migrate:up\nCREATE TABLE late (id);\n-- migrate:down\nDROP TABLE late;\n",
    );
    for arguments in
        [&["db", "upgrade", "--strict"][..], &["db", "upgrade", "--strict", "--dry-run"]]
    {
        project.run(arguments).code(1).stdout_eq(str![""]).stderr_eq(str![[r#"
error: 2_late.sql is older than 3, which has been applied
state: nothing was run
hint: give it a newer number, or run it without `--strict`

"#]]);
    }
    project.run(&["db", "status"]).code(1).stdout_eq(str![[r#"
  database  app.db         there
  script    1_product.sql  applied
! script    2_late.sql     pending, and older than 3, which has been applied
  script    3_price.sql    applied

"#]]);
    project
        .run(&["db", "upgrade"])
        .code(0)
        .stdout_eq(str![[r#"
applied 2_late.sql

"#]])
        .stderr_eq(str![[r#"
warning: 2_late.sql is older than 3, which has been applied

"#]]);
    project.run(&["db", "upgrade", "--strict"]).code(0);
}

#[test]
fn what_is_there_from_before_the_scripts_can_be_stamped() {
    let project = Project::scripts(&[("1_product.sql", PRODUCT)]);
    project.write("app.db", "");
    project.open("app.db").execute_batch("CREATE TABLE product (id)").expect("it can be made");
    let output = project.run(&["db", "upgrade"]).code(1);
    let said = crate::project::stderr(&output);
    assert!(
        said.ends_with(
            "hint: where the database has had this from before its scripts, \
             `workbook db stamp VERSION` marks scripts as applied without running them\n"
        ),
        "{said}"
    );
}

#[test]
fn the_schema_is_written_after_a_run_but_never_over_something_else() {
    let project = Project::scripts(&[("1_product.sql", PRODUCT), ("2_price.sql", PRICE)]);
    project.run(&["db", "upgrade", "1", "--dump-schema"]).code(0);
    let first = project.read("schema.sql");
    assert!(first.contains("CREATE TABLE product") && first.ends_with("  ('1');\n"), "{first}");
    project.run(&["db", "upgrade", "--dump-schema"]).code(0).stdout_eq(str![[r#"
applied 2_price.sql
wrote schema.sql

"#]]);
    project.run(&["db", "check"]).code(0);
    project.run(&["db", "downgrade", "--dump-schema"]).code(0);
    assert_eq!(project.read("schema.sql"), first);
    project.append("schema.sql", "CREATE TABLE wish (id);\n");
    let wish = project.read("schema.sql");
    project.run(&["db", "upgrade", "--dump-schema"]).code(1).stderr_eq(str![[r#"
error: schema.sql says neither what the database was nor what it is, so it was left alone
hint: `--dump-schema=FILE` names another file

"#]]);
    assert_eq!(project.read("schema.sql"), wish);
    project.run(&["db", "upgrade", "--dump-schema=all.sql"]).code(0).stdout_eq(str![[r#"
nothing is pending
wrote all.sql

"#]]);
    project.run(&["db", "downgrade", "--dump-schema=migrations"]).code(2).stdout_eq(str![""]);
    project.run(&["db", "downgrade", "--dump-schema=now.sql"]).code(0);
    assert_eq!(project.read("now.sql"), first);
}

#[test]
fn a_dump_of_the_schema_goes_over_nothing_but_a_dump() {
    let project = Project::scripts(&[("1_product.sql", PRODUCT)]);
    project.run(&["db", "upgrade", "--dump-schema=app.db"]).code(2).stdout_eq(str![""]);
    assert!(!project.root.join("app.db").exists());
    project.run(&["db", "upgrade"]).code(0);
    project
        .open("app.db")
        .execute_batch("INSERT INTO product (name) VALUES ('kettle')")
        .expect("it fits");
    project.write("seed.sql", "INSERT INTO product DEFAULT VALUES;\n");
    project.write("schema.sql", format!("-- An important note.\n{}", project.dump("app.db")));
    for name in ["app.db", "app.db-wal", "seed.sql", "schema.sql", "migrations/1_product.sql"] {
        let before = std::fs::read(project.root.join(name)).ok();
        project.run(&["db", "upgrade", &format!("--dump-schema={name}")]).code(2);
        assert_eq!(std::fs::read(project.root.join(name)).ok(), before, "{name}");
    }
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("now.sql", project.root.join("link.sql"))
            .expect("it can be made");
        project.run(&["db", "upgrade", "--dump-schema=link.sql"]).code(2);
        assert!(
            project.root.join("link.sql").is_symlink() && !project.root.join("now.sql").exists()
        );
    }
}

#[test]
fn a_pragma_of_a_script_that_is_tried_with_others_changes_none_of_them() {
    let renamed = "-- migrate:up\nCREATE TABLE p (id INTEGER PRIMARY KEY);\n\
        CREATE TABLE c (p INTEGER REFERENCES p (id));\nALTER TABLE p RENAME TO q;\n";
    let pragma = "-- migrate:up\nPRAGMA legacy_alter_table = ON;\nCREATE TABLE z (a);\n";
    let wrong = "-- migrate:up\nNONSENSE;\n";
    let scripts = [("1_a.sql", renamed), ("2_b.sql", pragma), ("3_c.sql", wrong)];
    let project = Project::scripts(&scripts);
    project.run(&["db", "upgrade"]).code(1);
    let dump = project.dump("app.db");
    assert!(dump.contains("REFERENCES \"q\""), "{dump}");
    project.write("migrations/3_c.sql", "-- migrate:up\nALTER TABLE q RENAME TO r;\n");
    project.run(&["db", "upgrade"]).code(0);
    let dump = project.dump("app.db");
    assert!(dump.contains("REFERENCES \"r\""), "{dump}");
}

/// Tables with rows, a view, a trigger, a generated column and names that need quotes.
const FIRST: &str = "-- migrate:up
CREATE TABLE kind (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
INSERT INTO kind VALUES (1, 'bread'), (2, 'it''s ä \" one');
CREATE TABLE \"odd name\" (\"a.b\" BLOB, \"c d\" TEXT AS (typeof(\"a.b\")), kind INTEGER REFERENCES kind (id));
INSERT INTO \"odd name\" (\"a.b\", kind) VALUES (x'00ff', 2), (NULL, NULL), (1.5, 1);

-- migrate:down
DROP TABLE \"odd name\";
DROP TABLE kind;
";
const SECOND: &str = "-- migrate:up
CREATE INDEX by_kind ON \"odd name\" (kind);
CREATE VIEW kinds AS SELECT * FROM kind;
CREATE TRIGGER noted AFTER INSERT ON kind BEGIN UPDATE kind SET name = name || '!' WHERE id = new.id; END;
CREATE VIRTUAL TABLE words USING fts5 (text);

-- migrate:down
DROP TABLE words;
DROP TRIGGER noted;
DROP VIEW kinds;
DROP INDEX by_kind;
";
const THIRD: &str = "-- migrate:up
CREATE TABLE third (id);
-- migrate:down
DROP TABLE third;
";

#[test]
fn many_scripts_become_one_and_old_databases_go_on() {
    let scripts =
        [("0001_first.sql", FIRST), ("0002_second.sql", SECOND), ("0003_third.sql", THIRD)];
    let old = Project::scripts(&scripts);
    for (name, target) in [("whole.db", "3"), ("half.db", "2")] {
        let url = format!("sqlite://{name}");
        old.run(&["db", "upgrade", target, "--database-url", &url]).code(0);
    }
    let before = old.dump("whole.db");
    old.run(&["db", "squash"]).code(0).stdout_eq(str![[r#"
wrote migrations/0003_squashed.sql: it does on an empty database what 3 scripts did
careful: one downgrade of it takes back all of them
moved these to migrations/before_0003/
keep them until every database has run 0003_third.sql: one that stands between them needs the rest

"#]]);
    for (name, text) in scripts {
        assert_eq!(old.read(&format!("migrations/before_0003/{name}")), text);
    }
    old.run(&["db", "upgrade"]).code(0);
    old.run(&["db", "check"]).code(0);
    let rows = |path: &str| -> String {
        let sql = "SELECT group_concat(quote(\"a.b\") || quote(\"c d\") || quote(kind)) FROM \"odd name\"";
        old.open(path).query_row(sql, [], |row| row.get(0)).expect("the rows can be read")
    };
    assert_eq!(rows("app.db"), rows("whole.db"));
    let whole = ["--database-url", "sqlite://whole.db"];
    old.run(&["db", "check", whole[0], whole[1]]).code(0);
    old.run(&["db", "upgrade", whole[0], whole[1]]).code(0).stdout_eq(str![[r#"
nothing is pending

"#]]);
    assert_eq!(old.dump("whole.db"), before);
    let half = ["--database-url", "sqlite://half.db"];
    old.run(&["db", "upgrade", half[0], half[1]]).code(1).stdout_eq(str![""]).stderr_eq(str![[r#"
error: `migrations/0003_squashed.sql` stands for several scripts, and the database has run them only up to `0002`
--> migrations/0003_squashed.sql
 = next: run the others first, up or down: `workbook db squash` has moved them, and `--migrations-dir migrations/before_0003` finds them

"#]]);
    let rest = ["db", "upgrade", half[0], half[1], "--migrations-dir", "migrations/before_0003"];
    old.run(&rest).code(0);
    old.run(&["db", "check", half[0], half[1]]).code(0);
    for path in ["app.db", "whole.db"] {
        let url = format!("sqlite://{path}");
        old.run(&["db", "downgrade", "--database-url", &url]).code(0);
        assert!(!old.dump(path).contains("kind"), "{}", old.dump(path));
        old.run(&["db", "upgrade", "--database-url", &url]).code(0);
        old.run(&["db", "check", "--database-url", &url]).code(0);
    }
    old.write("migrations/0004_more.sql", THIRD.replace("third", "fourth"));
    old.run(&["db", "upgrade", whole[0], whole[1]]).code(0);
    old.run(&["db", "squash", "-m", "all of it"]).code(0);
    old.run(&["db", "check", whole[0], whole[1]]).code(0);
    old.run(&["db", "check", half[0], half[1]]).code(1);
    old.run(&["db", "squash"]).code(0).stdout_eq(str![[r#"
nothing to do: there is only one script

"#]]);
}

#[test]
fn rows_of_a_virtual_table_are_not_squashed() {
    let rows =
        SECOND.replace("-- migrate:down", "INSERT INTO words VALUES ('a');\n-- migrate:down");
    let project = Project::scripts(&[("1_first.sql", FIRST), ("2_second.sql", &rows)]);
    project.run(&["db", "squash"]).code(2).stderr_eq(str![[r#"
error: the scripts write rows into the virtual table `words`, which cannot be squashed
hint: write these rows from the application

"#]]);
    assert!(project.has("migrations/1_first.sql"));
}

/// Two scripts that a squash makes one of.
fn two_scripts() -> Project {
    Project::scripts(&[("0001_first.sql", FIRST), ("0003_third.sql", THIRD)])
}

#[test]
fn a_squash_that_cannot_write_its_script_moves_nothing() {
    let project = two_scripts();
    let before = project.files();
    let output = project.run(&["db", "squash", "-m", &"a".repeat(300)]).code(2);
    let said = stderr(&output);
    assert!(said.contains("every script is in `migrations`, as before"), "{said}");
    assert!(project.files() == before);
    project.run(&["db", "upgrade"]).code(0);
}

#[test]
fn a_squash_that_cannot_move_a_script_moves_the_others_back() {
    let mut failed = 0;
    for (call, most) in [("mkdir", 3), ("rename", 4)] {
        for number in 1..=most {
            let mut project = two_scripts();
            let before = project.files();
            if !project.fail_call(call, number, "EIO") {
                return;
            }
            let code = project.run(&["db", "squash"]).get_output().status.code();
            if code == Some(2) {
                failed += 1;
                assert!(project.files() == before, "{call} {number}");
                project.fail_nothing();
                project.run(&["db", "squash"]).code(0);
            }
        }
    }
    assert!(failed > 3, "hardly any failure was noticed: {failed}");
}

#[test]
fn a_squash_that_was_cut_is_told() {
    let project = two_scripts();
    project.write("migrations/before_0003/0001_first.sql", FIRST);
    project.remove("migrations/0001_first.sql");
    project.run(&["db", "squash"]).code(2).stderr_eq(str![[r#"
error: a squash did not finish: scripts are in `migrations/before_0003/`, and none stands for them
hint: move these back into `migrations/`, remove the folder that is empty then, and squash again

"#]]);
}

#[test]
fn a_squash_keeps_counters_rowids_and_every_byte() {
    let first = "-- migrate:up
CREATE TABLE counted (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT);
INSERT INTO counted (name) VALUES ('a'), ('b'), ('c');
CREATE TABLE emptied (id INTEGER PRIMARY KEY AUTOINCREMENT);
INSERT INTO emptied VALUES (41);
CREATE TABLE plain (\"rowid\" TEXT, name);
INSERT INTO plain VALUES ('x', 'a'), ('y', CAST(x'610062' AS TEXT)), ('z', x'00'), ('', 1e999);
-- migrate:down
DROP TABLE counted; DROP TABLE emptied; DROP TABLE plain;
";
    let second = "-- migrate:up
DELETE FROM counted WHERE id > 1;
DELETE FROM emptied;
DELETE FROM plain WHERE name = 'a';
PRAGMA user_version = 7;
-- migrate:down
";
    let project = Project::scripts(&[("1_first.sql", first), ("2_second.sql", second)]);
    let many = ["--database-url", "sqlite://many.db"];
    project.run(&["db", "upgrade", many[0], many[1]]).code(0);
    project.run(&["db", "squash"]).code(0);
    project.run(&["db", "upgrade"]).code(0);
    let found = |path: &str| -> String {
        let sql = "SELECT (SELECT user_version FROM pragma_user_version) || ' '
            || (SELECT group_concat(name || seq) FROM (SELECT * FROM sqlite_sequence ORDER BY 1))
            || (SELECT group_concat(_rowid_ || hex(name) || typeof(name)) FROM plain)";
        project.open(path).query_row(sql, [], |row| row.get(0)).expect("the rows can be read")
    };
    let expected = "7 counted3,emptied412610062text,300blob,4496E66real";
    assert_eq!((&*found("many.db"), &*found("app.db")), (expected, expected));
}

#[test]
fn a_squashed_script_can_be_undone_only_where_the_old_ones_could() {
    for down in ["", "-- migrate:down\n-- nothing\n"] {
        let second = format!("-- migrate:up\nCREATE TABLE kept (id);\n{down}");
        let project = Project::scripts(&[("1_first.sql", FIRST), ("2_second.sql", &second)]);
        project.run(&["db", "squash"]).code(0).stdout_eq(str![[r#"
wrote migrations/2_squashed.sql: it does on an empty database what 2 scripts did
it has no down half, because `2_second.sql` has none: it cannot be downgraded
moved these to migrations/before_2/
keep them until every database has run 2_second.sql: one that stands between them needs the rest

"#]]);
        project.run(&["db", "upgrade"]).code(0);
        let before = project.dump("app.db");
        project.run(&["db", "downgrade"]).code(1);
        assert_eq!(project.dump("app.db"), before);
    }
}

#[test]
fn a_comment_at_the_end_of_a_statement_does_not_break_what_is_written() {
    let project = two_scripts();
    project.run(&["db", "upgrade"]).code(0);
    let sql = "CREATE INDEX i ON third (id) -- fast";
    project.open("app.db").execute_batch(sql).expect("another program may write it so");
    project.run(&["db", "upgrade", "--dump-schema=dump.sql"]).code(0);
    project.write("read.db", "");
    let dump = project.open("read.db").execute_batch(&project.read("dump.sql"));
    dump.expect("what was written is SQL");
    assert!(project.dump("read.db").contains(sql), "{}", project.dump("read.db"));
}

#[test]
fn a_script_with_a_number_that_a_squash_stands_for_is_refused() {
    let project = two_scripts();
    project.run(&["db", "squash"]).code(0);
    project.write("migrations/0001_late.sql", "-- migrate:up\nCREATE TABLE late (id);\n");
    project.run(&["db", "upgrade"]).code(1).stderr_eq(str![[r#"
error: `migrations/0001_late.sql` would never run: `migrations/0003_squashed.sql` stands for its number
--> migrations/0001_late.sql
 = next: give a new script a number of its own; an old one that was squashed belongs in the folder beside it

"#]]);
}

#[test]
fn a_database_half_way_through_a_squash_goes_back_by_the_old_scripts() {
    let project = two_scripts();
    project.run(&["db", "upgrade", "+1"]).code(0);
    project.run(&["db", "squash"]).code(0);
    for target in [&["db", "downgrade"][..], &["db", "downgrade", "base"]] {
        project.run(target).code(1).stdout_eq(str![""]).stderr_eq(str![[r#"
error: `migrations/0003_squashed.sql` stands for several scripts, and the database has run them only up to `0001`
--> migrations/0003_squashed.sql
 = next: run the others first, up or down: `workbook db squash` has moved them, and `--migrations-dir migrations/before_0003` finds them

"#]]);
    }
    project.run(&["db", "downgrade", "--migrations-dir", "migrations/before_0003"]).code(0);
    project.run(&["db", "upgrade"]).code(0).stdout_eq(str![[r#"
applied 0003_squashed.sql

"#]]);
}

#[test]
fn the_printed_way_down_of_a_squashed_script_forgets_all_its_versions() {
    let project = two_scripts();
    project.run(&["db", "upgrade"]).code(0);
    project.run(&["db", "squash"]).code(0);
    let sql = project.run(&["db", "downgrade", "--sql"]).code(0).get_output().stdout.clone();
    let database = project.open("app.db");
    database.execute_batch(&String::from_utf8_lossy(&sql)).expect("what is printed runs");
    let count = "SELECT count(*) FROM schema_migrations";
    let left: i64 = database.query_row(count, [], |row| row.get(0)).expect("the table is there");
    assert_eq!(left, 0);
}

#[test]
fn a_table_that_only_has_the_name_of_one_of_versions_is_left_alone() {
    let project = two_scripts();
    project.write("app.db", "");
    let tables = "CREATE TABLE release (id INTEGER PRIMARY KEY, version TEXT);
        CREATE VIEW versions AS SELECT 1 AS version";
    project.open("app.db").execute_batch(tables).expect("the tables are made");
    let before = project.dump("app.db");
    let run = |table: &str| {
        project.run(&["db", "upgrade", "--migrations-table", table]).code(2).stdout_eq(str![""])
    };
    run("Release").stderr_eq(str![[r#"
error: `Release` is a table with the columns `id`, `version`, and no table of the versions of scripts
hint: `--migrations-table` names the table of versions; where there is none of this name, it is made

"#]]);
    run("versions").stderr_eq(str![[r#"
error: `versions` is a view, and no table of the versions of scripts
hint: `--migrations-table` names the table of versions; where there is none of this name, it is made

"#]]);
    for table in ["sqlite_versions", ""] {
        run(table).stderr_eq(str![[r#"
error: `[..]` cannot be a table: SQLite keeps such names for itself
hint: `--migrations-table` takes the name of a table of versions

"#]]);
    }
    assert_eq!(project.dump("app.db"), before);
}

#[test]
fn another_table_of_versions_beside_the_usual_one_is_told() {
    let project = two_scripts();
    project.run(&["db", "upgrade"]).code(0);
    let status = ["db", "upgrade", "--migrations-table", "version"];
    let said = stderr(&project.run(&status).code(1));
    let warning = "warning: there is no table `version` yet; the versions in `schema_migrations` are not looked at\n";
    assert!(said.starts_with(warning), "{said}");
}

#[test]
fn a_folder_is_named_in_any_spelling() {
    let project = two_scripts();
    for folder in [".//migrations", "./migrations/.", "migrations//"] {
        project.run(&["db", "upgrade", "--migrations-dir", folder]).code(0);
    }
}

#[test]
fn a_dump_may_have_any_name_and_those_may_read_it_who_read_what_is_written() {
    use std::os::unix::fs::PermissionsExt;

    let project = two_scripts();
    let mode = |name: &str| {
        project.root.join(name).metadata().expect("it is there").permissions().mode() & 0o777
    };
    project.write("other.txt", "");
    project.run(&["db", "upgrade", "+1", "--dump-schema=schema.txt"]).code(0);
    assert_eq!(mode("schema.txt"), mode("other.txt"));
    let private = std::fs::Permissions::from_mode(0o600);
    std::fs::set_permissions(project.root.join("schema.txt"), private).expect("it is ours");
    project.run(&["db", "upgrade", "--dump-schema=schema.txt"]).code(0);
    assert!(project.read("schema.txt").contains("third"));
    assert_eq!(mode("schema.txt"), 0o600);
}
