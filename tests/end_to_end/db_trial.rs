//! `workbook db`: a script is tried on a copy of the rows there are, before it is written and before it is run.

use snapbox::str;

use crate::project::Project;

/// A folder whose database has this schema, made by a script, and these rows; another schema is wanted now.
fn folder(schema: &str, rows: &str, wanted: &str) -> Project {
    let project = Project::empty();
    project.run(&["db", "init"]).code(0);
    project.write("schema.sql", schema);
    project.run(&["db", "migrate", "-m", "first"]).code(0);
    project.run(&["db", "upgrade"]).code(0);
    project.open("app.db").execute_batch(rows).expect("the rows fit");
    project.write("schema.sql", wanted);
    project
}

/// Migrates, upgrades and downgrades.
#[track_caller]
fn there_and_back(project: &Project) {
    project.run(&["db", "migrate", "-m", "next"]).code(0).stderr_eq(str![""]);
    project.run(&["db", "upgrade"]).code(0).stderr_eq(str![""]);
    project.run(&["db", "check"]).code(0);
    project.run(&["db", "downgrade"]).code(0).stderr_eq(str![""]);
}

#[test]
fn a_check_is_judged_on_the_value_under_its_new_type() {
    let project = folder(
        "CREATE TABLE jar (id INTEGER PRIMARY KEY, size INTEGER CHECK (size < 30));",
        "INSERT INTO jar VALUES (1, 4), (2, 20)",
        "CREATE TABLE jar (id INTEGER PRIMARY KEY, size TEXT CHECK (size < 30));",
    );
    project.run(&["db", "migrate", "-m", "text"]).code(2).stdout_eq(str![""]).stderr_eq(str![[
        r#"
error: the check `size < 30` of `jar` is broken by `id = 1`
hint: correct these rows first

"#
    ]]);
}

#[test]
fn what_is_unique_is_judged_under_its_new_type_and_collation() {
    let project = folder(
        "CREATE TABLE word (id INTEGER PRIMARY KEY, text TEXT UNIQUE, rank TEXT UNIQUE);",
        "INSERT INTO word VALUES (1, 'a', '7'), (2, 'A', '07')",
        "CREATE TABLE word (id INTEGER PRIMARY KEY, text TEXT UNIQUE COLLATE NOCASE, rank INTEGER UNIQUE);",
    );
    project.run(&["db", "migrate", "-m", "text"]).code(2).stdout_eq(str![""]).stderr_eq(str![[
        r#"
error: `rank` becomes unique in `word`, but repeats: `rank = 7 in id = 1 and id = 2`
hint: change or delete the rows that repeat first
`text` becomes unique in `word`, but repeats: `text = 'a' in id = 1 and id = 2`
hint: change or delete the rows that repeat first

"#
    ]]);
}

#[test]
fn a_key_to_a_column_that_is_not_unique_is_refused_at_once() {
    let first = "CREATE TABLE maker (id INTEGER PRIMARY KEY, code TEXT);";
    let project = folder(
        first,
        "",
        &format!("{first} CREATE TABLE tool (maker TEXT REFERENCES maker (code));"),
    );
    project.run(&["db", "migrate", "-m", "tools"]).code(1).stdout_eq(str![""]).stderr_eq(str![[
        r#"
error: the database could not run this statement: foreign key mismatch - "tool" referencing "maker"
 --> migrations/0002_tools.sql:1:1
  |
1 | -- migrate:up
  | ^^^^^^^^^^^^^
  |
  = next: what a key refers to must be a primary key or have a unique index
state: tried on a copy of the database; nothing was written
hint: `--draft` writes the script all the same, to be finished by hand

"#
    ]]);
    assert!(!project.has("migrations/0002_tools.sql"));
}

#[test]
fn the_way_back_fills_in_what_a_check_over_two_columns_takes() {
    let schema = "CREATE TABLE shift (id INTEGER PRIMARY KEY, begins INT NOT NULL, ends INT NOT NULL, CHECK (ends > begins));";
    let project = folder(
        schema,
        "INSERT INTO shift VALUES (1, 8, 17), (2, -3, 0)",
        "CREATE TABLE shift (id INTEGER PRIMARY KEY, begins INT NOT NULL);",
    );
    there_and_back(&project);
    let sql = "SELECT group_concat(format('%d-%d', begins, ends), ' ' ORDER BY id) FROM shift";
    let shifts = project.open("app.db").query_row(sql, [], |row| row.get::<_, String>(0));
    assert_eq!(shifts, Ok("8-9 -3--2".to_owned()));
}

#[test]
fn the_way_back_makes_up_the_row_that_others_must_refer_to() {
    let project = folder(
        "CREATE TABLE land (code TEXT PRIMARY KEY, name TEXT NOT NULL);
         CREATE TABLE town (id INTEGER PRIMARY KEY, land TEXT NOT NULL REFERENCES land (code));
         CREATE TABLE street (id INTEGER PRIMARY KEY, town INT NOT NULL REFERENCES town);",
        "INSERT INTO land VALUES ('at', 'Austria'); INSERT INTO town VALUES (1, 'at');
         INSERT INTO street VALUES (1, 1), (2, 1);",
        "CREATE TABLE street (id INTEGER PRIMARY KEY);",
    );
    project
        .run(&["db", "migrate", "-m", "next"])
        .code(0)
        .stderr_eq(str![""])
        .stdout_eq(str![[r#"
detected: drop table land
detected: drop table town
detected: drop column street.town
careful: when upgrading, every row of town is lost (1 now)
careful: when upgrading, every row of land is lost (1 now)
careful: when upgrading, every value of street.town is lost (2 now)
careful: when downgrading, the rows of land are lost: one is made up for those that refer to it
careful: when downgrading, the rows of town are lost: one is made up for those that refer to it
careful: when downgrading, the old values of street.town are lost: rows get (SELECT min(id) FROM town)
careful: after upgrading and downgrading, 1 row of land is not as before: `code = 'at', name = 'Austria'` is gone
careful: after upgrading and downgrading, 1 row of town is not as before: `id = 1` has `land = '1'` instead of `land = 'at'`
wrote migrations/0002_next.sql: read it, then run `workbook db upgrade`

"#]]);
    project.run(&["db", "upgrade"]).code(0);
    project.run(&["db", "downgrade"]).code(0).stderr_eq(str![""]);
}

#[test]
fn a_way_back_that_cannot_be_made_is_told_at_once() {
    let project = folder(
        "CREATE TABLE pair (id INTEGER PRIMARY KEY, one INT NOT NULL, two INT NOT NULL, CHECK (one * one + two * two = 25));",
        "INSERT INTO pair VALUES (1, 3, 4)",
        "CREATE TABLE pair (id INTEGER PRIMARY KEY);",
    );
    let arguments = ["db", "migrate", "-m", "next"];
    let output = project.run(&arguments).code(1).stdout_eq(str![""]);
    let told = String::from_utf8_lossy(&output.get_output().stderr).into_owned();
    let rows = "rows: when downgrading, 1 is refused: `id = 1, one = 0, two = 0`\n";
    for part in ["CHECK constraint failed", rows, "nothing was written", "--draft"] {
        assert!(told.contains(part), "{part}\n{told}");
    }
    assert!(!project.has("migrations/0002_next.sql"));
    let draft = [&arguments[..], &["--draft"]].concat();
    project.run(&draft).code(0);
    assert!(project.has("migrations/0002_next.sql"));
}

#[test]
fn a_rebuild_that_would_take_what_only_the_database_has_is_not_written() {
    let project = folder(
        "CREATE TABLE cup (id INTEGER PRIMARY KEY, colour TEXT);",
        "ALTER TABLE cup ADD COLUMN note TEXT; INSERT INTO cup VALUES (1, 'red', 'chipped');",
        "CREATE TABLE cup (id INTEGER PRIMARY KEY, colour TEXT NOT NULL);",
    );
    let output = project.run(&["db", "migrate", "-m", "next"]).code(1).stdout_eq(str![""]);
    let told = String::from_utf8_lossy(&output.get_output().stderr).into_owned();
    assert!(told.contains("column `cup.note`") && told.contains("nothing was written"), "{told}");
    assert!(!project.has("migrations/0002_next.sql"));
}

#[test]
fn rows_are_looked_at_as_pending_scripts_leave_them() {
    let project = folder(
        "CREATE TABLE cup (id INTEGER PRIMARY KEY, colour TEXT);",
        "INSERT INTO cup VALUES (1, 'red'), (2, NULL);",
        "CREATE TABLE cup (id INTEGER PRIMARY KEY, colour TEXT NOT NULL);",
    );
    project.run(&["db", "migrate", "-m", "next"]).code(2);
    let fill = "-- migrate:up\nUPDATE cup SET colour = 'grey' WHERE colour IS NULL;\n-- migrate:down\nSELECT 1;\n";
    project.write("migrations/0002_fill.sql", fill);
    project.run(&["db", "migrate", "-m", "next"]).code(0).stderr_eq(str![[r#"
warning: scripts are pending; the rows were looked at as these leave them

"#]]);
    project.run(&["db", "upgrade"]).code(0);
}

#[test]
fn a_dry_run_tells_what_scripts_would_do_and_changes_nothing() {
    let project = folder(
        "CREATE TABLE cup (id INTEGER PRIMARY KEY, colour TEXT);",
        "INSERT INTO cup VALUES (1, 'red'), (2, NULL);",
        "",
    );
    project.run(&["db", "upgrade", "--dry-run"]).code(0).stderr_eq(str![""]).stdout_eq(str![[r#"
nothing is pending

"#]]);
    project.write("migrations/0002_fill.sql", "-- migrate:up\nUPDATE cup SET colour = 'grey';\n");
    project.write(
        "migrations/0003_one.sql",
        "-- migrate:up\nCREATE UNIQUE INDEX one ON cup (colour);\n",
    );
    let before = project.dump("app.db");
    let output = project.run(&["db", "upgrade", "--dry-run"]).code(1);
    let output = output.get_output();
    let (out, err) =
        (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(out.contains("0002_fill.sql would run: 2 rows written, "), "{out}");
    assert!(err.contains("UNIQUE constraint failed: cup.colour"), "{err}");
    assert_eq!(project.dump("app.db"), before);
    project.run(&["db", "upgrade", "--dry-run", "+1"]).code(0).stderr_eq(str![""]);
    project.remove("app.db");
    project.run(&["db", "upgrade", "--dry-run"]).code(0).stderr_eq(str![""]);
    assert!(!project.has("app.db"));
}

/// What `upgrade --dry-run` says of a second script.
fn dry_run(rows: &str, script: &str) -> (i32, String, String) {
    let project =
        folder("CREATE TABLE cup (id INTEGER PRIMARY KEY, size INT, colour TEXT);", rows, "");
    project.write("migrations/0002_next.sql", script);
    let before = project.dump("app.db");
    let output = project.run(&["db", "upgrade", "--dry-run"]);
    assert_eq!(project.dump("app.db"), before);
    let output = output.get_output();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap_or(-1), text(&output.stdout), text(&output.stderr))
}

const CUPS: &str = "INSERT INTO cup VALUES (1, 4, 'red'), (2, NULL, 'blue'), (3, 9, 'red');";

#[test]
fn a_dry_run_names_the_rows_that_the_way_back_does_not_bring_back() {
    let (code, out, err) = dry_run(
        CUPS,
        "-- migrate:up
DELETE FROM cup WHERE id = 3;
UPDATE cup SET size = coalesce(size, 0) * 10;
-- migrate:down
UPDATE cup SET size = size / 10;
",
    );
    assert_eq!((code, err.as_str()), (0, ""), "{err}");
    let told = "careful: after upgrading and downgrading, 2 rows of cup are not as before: \
                `id = 2` has `size = 0` instead of `size = NULL`, \
                `id = 3, size = 9, colour = 'red'` is gone\n";
    assert!(out.contains(told), "{out}");
}

#[test]
fn a_dry_run_names_the_rows_that_the_way_back_refuses() {
    let (code, out, err) = dry_run(
        CUPS,
        "-- migrate:up
UPDATE cup SET colour = 'grey' WHERE id = 2;
-- migrate:down
UPDATE cup SET colour = NULL WHERE colour = 'grey';
CREATE TABLE whole (id INTEGER PRIMARY KEY, colour TEXT NOT NULL);
INSERT INTO whole SELECT id, colour FROM cup;
",
    );
    assert_eq!(code, 1, "{out}{err}");
    assert!(out.contains("0002_next.sql would run"), "{out}");
    for part in [
        "NOT NULL constraint failed: whole.colour",
        "\nrows: when downgrading, 1 is refused: `id = 2, colour = NULL`\n",
        "\nstate: 0002_next.sql could be upgraded to, but not downgraded from\n",
    ] {
        assert!(err.contains(part), "{part}\n{err}");
    }
}

#[test]
fn a_dry_run_names_the_rows_that_an_upgrade_refuses() {
    let script = "-- migrate:up\nCREATE UNIQUE INDEX one ON cup (colour);\n";
    let (code, _, err) = dry_run(CUPS, script);
    assert_eq!(code, 1, "{err}");
    let rows = "rows: when upgrading, 2 are refused: `id = 1, size = 4, colour = 'red'`, `id = 3, size = 9, colour = 'red'`\n";
    assert!(err.contains(rows), "{err}");
}

#[test]
fn a_dry_run_goes_on_from_where_the_way_back_ended() {
    let project = folder("CREATE TABLE cup (id INTEGER PRIMARY KEY);", "", "");
    let add = "-- migrate:up\nALTER TABLE cup ADD COLUMN a;\n-- migrate:down\nALTER TABLE cup DROP COLUMN a;\n";
    project.write("migrations/0002_add.sql", add);
    let use_it = "-- migrate:up\nUPDATE cup SET a = 1;\n-- migrate:down\n";
    project.write("migrations/0003_use.sql", use_it);
    project.run(&["db", "upgrade", "--dry-run"]).code(0).stderr_eq(str![""]);
}

#[test]
fn values_that_the_way_back_makes_up_are_named_with_their_rows() {
    let project = folder(
        "CREATE TABLE pair (id INTEGER PRIMARY KEY, one INT NOT NULL, two INT NOT NULL);",
        "INSERT INTO pair VALUES (1, 3, 0), (2, 0, 0), (3, 5, 6)",
        "CREATE TABLE pair (id INTEGER PRIMARY KEY);",
    );
    project
        .run(&["db", "migrate", "-m", "next"])
        .code(0)
        .stderr_eq(str![""])
        .stdout_eq(str![[r#"
detected: drop column pair.one
detected: drop column pair.two
careful: when upgrading, every value of pair.one is lost (3 now)
careful: when upgrading, every value of pair.two is lost (3 now)
careful: when downgrading, the old values of pair.one are lost: rows get 0
careful: when downgrading, the old values of pair.two are lost: rows get 0
careful: after upgrading and downgrading, 2 rows of pair are not as before: `id = 1` has `one = 0` instead of `one = 3`, `id = 3` has `one = 0, two = 0` instead of `one = 5, two = 6`
wrote migrations/0002_next.sql: read it, then run `workbook db upgrade`

"#]]);
}
