//! `workbook db`: what goes wrong is told in one clear message, and the database is as it was.

use std::fs;
use std::io::{Seek, SeekFrom, Write};
use std::os::unix::fs::PermissionsExt;

use snapbox::cmd::OutputAssert;
use snapbox::str;

use crate::db::{PRICE, PRODUCT, shop};
use crate::project::Project;

/// Upgrades with this as the second script, after the first has been applied; nothing may change.
#[track_caller]
fn second(name: &str, text: &str) -> OutputAssert {
    let project = Project::scripts(&[("0001_product.sql", PRODUCT)]);
    project.run(&["db", "upgrade"]).code(0);
    let before = project.dump("app.db");
    project.write(format!("migrations/{name}"), text);
    let output = project.run(&["db", "upgrade"]).code(1).stdout_eq(str![""]);
    assert_eq!(project.dump("app.db"), before);
    output
}

#[test]
fn a_script_that_fails_is_marked_where_it_fails() {
    second(
        "0002_b.sql",
        "-- migrate:up\nCREATE TABLE b (id);\n\n  INSERT INTO product (nam)\n  VALUES ('é', 1);\n",
    )
    .stderr_eq(str![[r#"
error: the database could not run this statement: table product has no column named nam
 --> migrations/0002_b.sql:4:3
  |
4 |   INSERT INTO product (nam)
  |   ^^^^^^
  |
  = next: compare the name of the column with the statement that makes the table, letter by letter
state: nothing has changed in app.db

"#]]);
    second("0002_b.sql", "-- migrate:up\nINSERT INTO product (name)\nVALUES (NULL);\n").stderr_eq(
        str![[r#"
error: the database could not run this statement: NOT NULL constraint failed: product.name
 --> migrations/0002_b.sql:2:1
  |
2 | INSERT INTO product (name)
  | ^^^^^^
  |
  = next: a rule of the table refused a row: compare the row with the rules the message names
state: nothing has changed in app.db

"#]],
    );
    second("0002_b.sql", "-- migrate:up\nUPDATE product SET name = 'tea;\n").stderr_eq(str![[r#"
error: a quoted text starts here and is never closed
 --> migrations/0002_b.sql:2:27
  |
2 | UPDATE product SET name = 'tea;
  |                           ^
  |
  = next: add the closing quote, or look above for a quote inside a text: it is written twice, as in 'it''s'
state: nothing has changed in app.db

"#]]);
}

#[test]
fn a_script_may_not_begin_or_end_a_transaction_or_note_versions_itself() {
    second("2.sql", "-- migrate:up\nBEGIN;\nCREATE TABLE b (id);\nCOMMIT;\n").stderr_eq(str![[
        r#"
error: `BEGIN` cannot stand in this file; the whole file is run as one transaction already
 --> migrations/2.sql:2:1
  |
2 | BEGIN;
  | ^^^^^
  |
  = next: take this statement out
state: nothing has changed in app.db

"#
    ]]);
    second("2.sql", "-- migrate:up\nCREATE TABLE b (id);\nCOMMIT;\nCREATE TABLE c (id);\n")
        .stderr_eq(str![[r#"
error: `COMMIT` cannot stand in this file; the whole file is run as one transaction already
 --> migrations/2.sql:3:1
  |
3 | COMMIT;
  | ^^^^^^
  |
  = next: take this statement out
state: nothing has changed in app.db

"#]]);
    second("2.sql", "-- migrate:up\nDELETE FROM schema_migrations;\n").stderr_eq(str![[r#"
error: the table `schema_migrations` is kept by the workbook; a script may not change it
 --> migrations/2.sql:2:1
  |
2 | DELETE FROM schema_migrations;
  | ^^^^^^
  |
  = next: take this statement out
state: nothing has changed in app.db

"#]]);
    second("2.sql", "-- migrate:up\nDROP TABLE schema_migrations;\n").stderr_eq(str![[r#"
error: the table `schema_migrations` is kept by the workbook; a script may not change it
 --> migrations/2.sql:2:1
  |
2 | DROP TABLE schema_migrations;
  | ^^^^
  |
  = next: take this statement out
state: nothing has changed in app.db

"#]]);
    second("2.sql", "-- migrate:up transaction:false\nDROP TABLE schema_migrations;\n").code(1);
    second("2.sql", "-- migrate:up\nALTER TABLE schema_migrations RENAME TO gone;\n").code(1);
}

#[test]
fn a_temporary_table_cannot_stand_in_for_the_noted_versions() {
    let script =
        "-- migrate:up\nCREATE TEMP TABLE schema_migrations (version TEXT, checksum TEXT);\n";
    let project = Project::scripts(&[
        ("1_product.sql", PRODUCT),
        ("2_temp.sql", script),
        ("3_price.sql", PRICE),
    ]);
    project.run(&["db", "upgrade"]).code(0).stderr_eq(str![""]);
    project.run(&["db", "current"]).code(0).stdout_eq(str![[r#"
3_price.sql
nothing is pending

"#]]);
}

#[test]
fn what_is_wrong_with_a_script_is_told_before_anything_runs() {
    second("0002_b.sql", "CREATE TABLE b (id);\n").stderr_eq(str![[r#"
error: `migrations/0002_b.sql` has no line `-- migrate:up`
--> migrations/0002_b.sql
 = next: a script has one line `-- migrate:up` with what to do below it, then one line `-- migrate:down` with what undoes it

"#]]);
    second("0002_b.sql", "").stderr_eq(str![[r#"
error: `migrations/0002_b.sql` has no line `-- migrate:up`
--> migrations/0002_b.sql
 = next: a script has one line `-- migrate:up` with what to do below it, then one line `-- migrate:down` with what undoes it

"#]]);
    second("0002_b.sql", "CREATE TABLE b (id);\n-- migrate:up\n").stderr_eq(str![[r#"
error: SQL stands before the line `-- migrate:up`, where nothing is run
 --> migrations/0002_b.sql:1:1
  |
1 | CREATE TABLE b (id);
  | ^^^^^^^^^^^^^^^^^^^
  |
  = next: a script has one line `-- migrate:up` with what to do below it, then one line `-- migrate:down` with what undoes it

"#]]);
    second("0002_b.sql", "-- migrate:up\n-- migrate:dwon\n").stderr_eq(str![[r#"
error: this marker cannot stand here
 --> migrations/0002_b.sql:2:1
  |
2 | -- migrate:dwon
  | ^^^^^^^^^^^^^^^
  |
  = next: a script has one line `-- migrate:up` with what to do below it, then one line `-- migrate:down` with what undoes it

"#]]);
    second("0002_b.sql", "-- migrate:down\n-- migrate:up\n").stderr_eq(str![[r#"
error: this marker cannot stand here
 --> migrations/0002_b.sql:1:1
  |
1 | -- migrate:down
  | ^^^^^^^^^^^^^^^
  |
  = next: a script has one line `-- migrate:up` with what to do below it, then one line `-- migrate:down` with what undoes it

"#]]);
    second("0002_b.sql", "-- migrate:up\n-- migrate:down\n-- migrate:up\n-- migrate:down\n").stderr_eq(str![[r#"
error: this marker cannot stand here
 --> migrations/0002_b.sql:3:1
  |
3 | -- migrate:up
  | ^^^^^^^^^^^^^
  |
  = next: a script has one line `-- migrate:up` with what to do below it, then one line `-- migrate:down` with what undoes it

"#]]);
    second("0001_b.sql", "-- migrate:up\n").stderr_eq(str![[r#"
error: `migrations/0001_product.sql` has the same number as `migrations/0001_b.sql`
--> migrations/0001_product.sql
 = next: scripts run in the order of the numbers their names start with; each has its own, as in `0002_add_price.sql`

"#]]);
    second("b.sql", "-- migrate:up\n").stderr_eq(str![[r#"
error: the name of `migrations/b.sql` does not start with a number
--> migrations/b.sql
 = next: scripts run in the order of the numbers their names start with; each has its own, as in `0002_add_price.sql`

"#]]);
}

#[test]
fn a_script_that_is_no_text_or_no_file_is_refused() {
    let project = Project::scripts(&[("1_product.sql", PRODUCT)]);
    project.write("migrations/2_b.sql", b"-- migrate:up\nSELECT '\xff';\n");
    project.run(&["db", "upgrade"]).code(1).stdout_eq(str![""]).stderr_eq(str![[r#"
error: `migrations/2_b.sql` holds bytes here that are not UTF-8 text
 --> migrations/2_b.sql:2:9
  |
2 | SELECT '
  |         ^
  |
  = next: save the file as UTF-8 in your editor

"#]]);
    project.remove("migrations/2_b.sql").write("migrations/2_b.sql/nothing", "");
    project.run(&["db", "upgrade"]).code(1).stdout_eq(str![""]).stderr_eq(str![[r#"
error: the file `migrations/2_b.sql` cannot be read: it is a folder
--> migrations/2_b.sql
 = next: see whether you may read the file

"#]]);
    assert!(!project.root.join("app.db").exists());
}

#[test]
fn a_script_without_a_way_back_cannot_be_undone() {
    let project = Project::scripts(&[
        ("1_product.sql", PRODUCT),
        ("2_none.sql", "-- migrate:up\nSELECT 1;\n"),
    ]);
    project.run(&["db", "upgrade"]).code(0).stderr_eq(str![""]);
    let before = project.dump("app.db");
    project.run(&["db", "downgrade"]).code(1).stdout_eq(str![""]).stderr_eq(str![[r#"
error: `migrations/2_none.sql` has no line `-- migrate:down`, so it cannot be undone
--> migrations/2_none.sql
 = next: a script has one line `-- migrate:up` with what to do below it, then one line `-- migrate:down` with what undoes it

"#]]);
    project.write(
        "migrations/2_none.sql",
        "-- migrate:up\nSELECT 1;\n\n-- migrate:down\n-- nothing\n",
    );
    project.run(&["db", "downgrade", "--sql"]).code(0).stderr_eq(str![[r#"
warning: the down half of 2_none.sql is empty: nothing is undone, and it counts as not applied

"#]]);
    project
        .run(&["db", "downgrade"])
        .code(0)
        .stdout_eq(str![[r#"
undid 2_none.sql

"#]])
        .stderr_eq(str![[r#"
warning: the down half of 2_none.sql is empty: nothing is undone, and it counts as not applied

"#]]);
    project.write("migrations/2_none.sql", "-- migrate:up\nSELECT 1;\n");
    project.run(&["db", "upgrade"]).code(0);
    project.write("migrations/3_more.sql", PRICE);
    project.run(&["db", "upgrade"]).code(0);
    project.run(&["db", "downgrade", "base"]).code(1).stdout_eq(str![""]);
    project.run(&["db", "downgrade"]).code(0);
    assert_eq!(
        project.dump("app.db"),
        before,
        "not even the script that could have been undone was"
    );
}

#[test]
fn a_database_newer_than_the_scripts_is_left_alone() {
    let project = shop();
    project.run(&["db", "upgrade"]).code(0);
    let before = project.dump("app.db");
    project.remove("migrations/0003_maker.sql");
    project.run(&["db", "upgrade"]).code(1).stdout_eq(str![""]).stderr_eq(str![[r#"
error: the database has version `0003`, for which there is no script
 |
 = next: bring back the script with that number; if it is gone for good, `workbook db stamp` says where the database stands

"#]]);
    project.run(&["db", "downgrade"]).code(1).stdout_eq(str![""]).stderr_eq(str![[r#"
error: the database has version `0003`, for which there is no script
 |
 = next: bring back the script with that number; if it is gone for good, `workbook db stamp` says where the database stands

"#]]);
    assert_eq!(project.dump("app.db"), before);
}

#[test]
fn an_unknown_version_is_refused() {
    let project = shop();
    project.run(&["db", "upgrade", "9"]).code(2).stdout_eq(str![""]).stderr_eq(str![[r#"
error: there is no script with the number `9`
hint: `workbook db history` lists the scripts with their numbers

"#]]);
    project.run(&["db", "downgrade", "0009"]).code(2).stdout_eq(str![""]).stderr_eq(str![[r#"
error: there is no script with the number `0009`
hint: `workbook db history` lists the scripts with their numbers

"#]]);
    project.run(&["db", "stamp", "add_price"]).code(2).stdout_eq(str![""]).stderr_eq(str![[r#"
error: there is no script with the number `add_price`
hint: `workbook db history` lists the scripts with their numbers

"#]]);
    project.run(&["db", "upgrade", "add_price"]).code(2).stdout_eq(str![""]).stderr_eq(str![[r#"
error: expected `head`, `+1` or a version such as `0002`, found `add_price`

"#]]);
    assert!(!project.root.join("app.db").exists());
}

#[test]
fn without_a_folder_of_scripts_it_is_told_how_to_make_one() {
    let project = Project::empty();
    for command in ["upgrade", "downgrade", "current", "history", "check"] {
        project.run(&["db", command]).code(2).stdout_eq(str![""]).stderr_eq(str![[r#"
error: there is no folder `[ROOT]/migrations`
hint: `workbook db init` makes it; `--dir` or `--migrations-dir` says where it is

"#]]);
    }
    project.write("migrations", "a file");
    project.run(&["db", "upgrade"]).code(2).stdout_eq(str![""]).stderr_eq(str![[r#"
error: a file stands in the place of the folder `[ROOT]/migrations`
hint: `workbook db init` makes it; `--dir` or `--migrations-dir` says where it is

"#]]);
    project.run(&["db", "init"]).code(2).stdout_eq(str![""]).stderr_eq(str![[r#"
error: failed to make `[ROOT]/migrations`: File exists (os error 17)

"#]]);
}

#[test]
fn a_locked_database_is_waited_for_and_then_left_alone() {
    let project = shop();
    project.run(&["db", "upgrade", "2"]).code(0);
    let before = project.dump("app.db");
    let connection = project.open("app.db");
    connection.execute_batch("BEGIN IMMEDIATE").expect("the database can be locked");
    // A writer that has only begun lets others read, so it is the script that finds the database locked.
    project.run(&["db", "current"]).code(0).stderr_eq(str![""]);
    project.run(&["db", "upgrade"]).code(2).stdout_eq(str![""]).stderr_eq(str![[r#"
error: cannot use the database `app.db`: database is locked
hint: another program is writing to it; try again when that is done
state: nothing has changed in app.db

"#]]);
    project.run(&["db", "stamp", "base"]).code(2).stdout_eq(str![""]).stderr_eq(str![[r#"
error: cannot use the database `app.db`: database is locked
hint: another program is writing to it; try again when that is done

"#]]);
    connection.execute_batch("COMMIT; BEGIN EXCLUSIVE").expect("the database can be locked");
    project.run(&["db", "current"]).code(2).stdout_eq(str![""]).stderr_eq(str![[r#"
error: cannot use the database `app.db`: database is locked
hint: another program is writing to it; try again when that is done

"#]]);
    drop(connection);
    assert_eq!(project.dump("app.db"), before);
    project.run(&["db", "upgrade"]).code(0).stderr_eq(str![""]);
}

#[test]
fn a_file_that_may_not_be_written_is_left_alone() {
    let project = shop();
    project.run(&["db", "upgrade", "2"]).code(0);
    let before = project.dump("app.db");
    let Some(project) = project.by_an_ordinary_user() else { return };
    let path = project.root.join("app.db");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).expect("permissions can be set");
    project.run(&["db", "current"]).code(0).stderr_eq(str![""]);
    project.run(&["db", "show", "product"]).code(0).stderr_eq(str![""]);
    project.run(&["db", "upgrade"]).code(2).stdout_eq(str![""]).stderr_eq(str![[r#"
error: cannot use the database `app.db`: attempt to write a readonly database
hint: see whether you may write to the file and its folder
state: nothing has changed in app.db

"#]]);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).expect("permissions can be set");
    project.run(&["db", "current"]).code(2).stdout_eq(str![""]).stderr_eq(str![[r#"
error: cannot use the database `app.db`: unable to open database file: [ROOT]/app.db
hint: see whether the file is there and may be read

"#]]);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).expect("permissions can be set");
    fs::set_permissions(&project.root, fs::Permissions::from_mode(0o555))
        .expect("permissions can be set");
    project.run(&["db", "upgrade"]).code(2).stdout_eq(str![""]).stderr_eq(str![[r#"
error: cannot use the database `app.db`: attempt to write a readonly database
hint: see whether you may write to the file and its folder
state: nothing has changed in app.db

"#]]);
    project.run(&["db", "upgrade", "--backup"]).code(2).stdout_eq(str![""]).stderr_eq(str![[r#"
error: failed to copy the database to `[ROOT]`, so nothing was run: permission denied

"#]]);
    project.run(&["db", "init"]).code(2).stdout_eq(str![""]);
    fs::set_permissions(&project.root, fs::Permissions::from_mode(0o755))
        .expect("permissions can be set");
    assert_eq!(project.dump("app.db"), before);
}

#[test]
fn a_file_that_is_no_database_is_left_alone() {
    let project = shop();
    let text = "This is a shopping list, and no database. ".repeat(100);
    project.write("app.db", &text);
    project.run(&["db", "upgrade"]).code(2).stdout_eq(str![""]).stderr_eq(str![[r#"
error: cannot use the database `app.db`: file is not a database
hint: name a SQLite database, or a file that is not there yet

"#]]);
    project.run(&["db", "stamp", "head"]).code(2).stdout_eq(str![""]);
    assert_eq!(project.read("app.db"), text);
    project.write("app.db", "");
    project.run(&["db", "upgrade"]).code(0).stderr_eq(str![""]);
}

#[test]
fn a_folder_in_the_place_of_the_database_is_named() {
    let project = shop();
    project.folder("course/app.db");
    project.run(&["db", "upgrade"]).code(2).stdout_eq(str![""]).stderr_eq(str![[r#"
error: `app.db` is a folder; the database is a file

"#]]);
    project.run(&["db", "current"]).code(2).stdout_eq(str![""]).stderr_eq(str![[r#"
error: `app.db` is a folder; the database is a file

"#]]);
    let address = "sqlite:book.toml/app.db";
    project
        .run(&["db", "upgrade", "--database-url", address])
        .code(2)
        .stdout_eq(str![""])
        .stderr_eq(str![[r#"
error: failed to make `[ROOT]/book.toml`: File exists (os error 17)

"#]]);
}

#[test]
fn a_damaged_database_is_left_alone() {
    let project = shop();
    project.run(&["db", "upgrade", "1"]).code(0);
    let path = project.root.join("app.db");
    let page: u64 = {
        let sql = "SELECT rootpage FROM sqlite_schema WHERE name = 'product'";
        project
            .open("app.db")
            .query_row(sql, [], |row| row.get::<_, u32>(0))
            .expect("the table is there")
            .into()
    };
    let mut file = fs::OpenOptions::new().write(true).open(&path).expect("the database is there");
    file.seek(SeekFrom::Start((page - 1) * 4096)).expect("the page is there");
    file.write_all(&[0xff; 4096]).expect("the page can be written");
    let before = fs::read(&path).expect("the database can be read");
    project.run(&["db", "upgrade"]).code(2).stdout_eq(str![""]).stderr_eq(str![[r#"
error: cannot use the database `app.db`: database disk image is malformed
hint: bring back a copy of it from before it was damaged
state: nothing has changed in app.db

"#]]);
    project.run(&["db", "show"]).code(2).stdout_eq(str![""]).stderr_eq(str![[r#"
error: cannot use the database `app.db`: database disk image is malformed
hint: bring back a copy of it from before it was damaged

"#]]);
    assert_eq!(fs::read(&path).expect("the database can be read"), before);
    file.seek(SeekFrom::Start(100)).expect("the page is there");
    file.write_all(&[0xff; 3000]).expect("the page can be written");
    project.run(&["db", "upgrade"]).code(2).stdout_eq(str![""]).stderr_eq(str![[r#"
error: cannot use the database `app.db`: database disk image is malformed
hint: bring back a copy of it from before it was damaged

"#]]);
}

#[test]
fn a_database_left_by_a_kill_can_be_put_right_only_where_it_may_be_written() {
    let project = shop();
    project.run(&["db", "upgrade"]).code(0);
    let before = project.dump("app.db");
    let connection = project.open("app.db");
    let change = "PRAGMA cache_size = 1; PRAGMA cache_spill = 1; BEGIN; CREATE TABLE fill (text);
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
        INSERT INTO fill SELECT printf('%0500d', i) FROM n;";
    connection.execute_batch(change).expect("the table can be made");
    for name in ["app.db", "app.db-journal"] {
        let copied = name.replace("app", "left");
        fs::copy(project.root.join(name), project.root.join(copied))
            .expect("SQLite has written it");
    }
    drop(connection);
    let left = |mode: &str| {
        project.run(&["db", "current", "--database-url", &format!("sqlite:left.db{mode}")])
    };
    left("?mode=ro").code(2).stdout_eq(str![""]).stderr_eq(str![[r#"
error: cannot use the database `left.db`: attempt to write a readonly database
hint: a program was stopped while it wrote to it; open it once without `mode=ro`, which puts it right

"#]]);
    left("").code(0).stderr_eq(str![""]).stdout_eq(str![[r#"
0003_maker.sql
nothing is pending

"#]]);
    left("?mode=ro").code(0).stderr_eq(str![""]);
    assert_eq!(project.dump("left.db"), before);
}
