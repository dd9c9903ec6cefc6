//! `workbook db`: what every subcommand does, prints and leaves, when all is well.

use snapbox::str;

use crate::project::Project;

pub(crate) const PRODUCT: &str = "-- migrate:up
CREATE TABLE product (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL);
INSERT INTO product (name) VALUES ('tea'), ('jam');

-- migrate:down
DROP TABLE product;
";

pub(crate) const PRICE: &str = "-- migrate:up
ALTER TABLE product ADD COLUMN price INTEGER;
UPDATE product SET price = 250 WHERE name = 'jam';

-- migrate:down
ALTER TABLE product DROP COLUMN price;
";

const MAKER: &str = "-- migrate:up
CREATE TABLE maker (id INTEGER PRIMARY KEY, name TEXT NOT NULL);

-- migrate:down
DROP TABLE maker;
";

/// A folder with three scripts and no database.
pub(crate) fn shop() -> Project {
    Project::scripts(&[
        ("0001_product.sql", PRODUCT),
        ("0002_add_price.sql", PRICE),
        ("0003_maker.sql", MAKER),
    ])
}

/// What is done and noted in the database: the applied versions, and the tables besides.
#[track_caller]
fn holds(project: &Project, versions: &[&str], tables: &[&str]) {
    let connection = project.open("app.db");
    let list = |sql: &str| -> Vec<String> {
        let mut statement = connection.prepare(sql).expect("the statement is right");
        let names = statement.query_map([], |row| row.get(0)).expect("it can be read");
        names.collect::<Result<_, _>>().expect("names are text")
    };
    assert_eq!(list("SELECT version FROM schema_migrations ORDER BY 1"), versions);
    let names =
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 's%' ORDER BY 1";
    assert_eq!(list(names), tables);
}

#[test]
fn init_makes_the_folder_and_keeps_databases_out_of_source_control() {
    let project = Project::empty();
    project.write(".gitignore", "target\n*.db");
    project.run(&["db", "init"]).code(0).stderr_eq(str![""]).stdout_eq(str![[r#"
made the folder migrations/
added *.db-journal *.db-shm *.db-wal *.db.backup-* to .gitignore

"#]]);
    assert_eq!(
        project.read(".gitignore"),
        "target\n*.db\n*.db-journal\n*.db-shm\n*.db-wal\n*.db.backup-*\n"
    );
    project.run(&["db", "init"]).code(0).stderr_eq(str![""]).stdout_eq(str![[r#"
nothing to do: migrations/ and .gitignore are there

"#]]);
    project.run(&["db", "upgrade"]).code(0).stderr_eq(str![""]).stdout_eq(str![[r#"
nothing is pending

"#]]);
    assert!(
        !project.root.join("app.db").exists(),
        "without a script there is nothing to make a database for"
    );
}

#[test]
fn upgrade_runs_all_that_is_pending_and_then_nothing() {
    let project = shop();
    project.run(&["db", "upgrade"]).code(0).stderr_eq(str![""]).stdout_eq(str![[r#"
database: app.db, which is new
applied 0001_product.sql
applied 0002_add_price.sql
applied 0003_maker.sql

"#]]);
    holds(&project, &["0001", "0002", "0003"], &["maker", "product"]);
    project.run(&["db", "upgrade"]).code(0).stderr_eq(str![""]).stdout_eq(str![[r#"
nothing is pending

"#]]);
}

#[test]
fn upgrade_goes_as_far_as_it_is_told() {
    let project = shop();
    project.run(&["db", "upgrade", "+1"]).code(0).stderr_eq(str![""]).stdout_eq(str![[r#"
database: app.db, which is new
applied 0001_product.sql

"#]]);
    holds(&project, &["0001"], &["product"]);
    project.run(&["db", "upgrade", "2"]).code(0).stderr_eq(str![""]).stdout_eq(str![[r#"
applied 0002_add_price.sql

"#]]);
    holds(&project, &["0001", "0002"], &["product"]);
    project.run(&["db", "upgrade", "0001"]).code(0).stderr_eq(str![""]).stdout_eq(str![[r#"
nothing is pending up to there

"#]]);
    project.run(&["db", "upgrade", "head"]).code(0).stderr_eq(str![""]).stdout_eq(str![[r#"
applied 0003_maker.sql

"#]]);
    holds(&project, &["0001", "0002", "0003"], &["maker", "product"]);
    project.run(&["db", "upgrade", "-1"]).code(2).stdout_eq(str![""]).stderr_eq(str![[r#"
error: expected `head`, `+1` or a version such as `0002`, found `-1`

"#]]);
    project.run(&["db", "upgrade", "base"]).code(2).stdout_eq(str![""]).stderr_eq(str![[r#"
error: expected `head`, `+1` or a version such as `0002`, found `base`

"#]]);
}

#[test]
fn downgrade_undoes_one_script_or_as_many_as_it_is_told() {
    let project = shop();
    project.run(&["db", "downgrade"]).code(0).stderr_eq(str![""]).stdout_eq(str![[r#"
there is nothing to undo

"#]]);
    project.run(&["db", "upgrade"]).code(0);
    let full = project.dump("app.db");
    project.run(&["db", "downgrade"]).code(0).stderr_eq(str![""]).stdout_eq(str![[r#"
undid 0003_maker.sql

"#]]);
    holds(&project, &["0001", "0002"], &["product"]);
    project.run(&["db", "downgrade", "0001"]).code(0).stderr_eq(str![""]).stdout_eq(str![[r#"
undid 0002_add_price.sql

"#]]);
    project.run(&["db", "downgrade", "0001"]).code(0).stderr_eq(str![""]).stdout_eq(str![[r#"
nothing after it has been applied

"#]]);
    project.run(&["db", "upgrade"]).code(0);
    assert_eq!(project.dump("app.db"), full, "up, down and up again is up");
    project.run(&["db", "downgrade", "-2"]).code(0).stderr_eq(str![""]).stdout_eq(str![[r#"
undid 0003_maker.sql
undid 0002_add_price.sql

"#]]);
    holds(&project, &["0001"], &["product"]);
    project.run(&["db", "upgrade"]).code(0);
    project.run(&["db", "downgrade", "base"]).code(0).stderr_eq(str![""]).stdout_eq(str![[r#"
undid 0003_maker.sql
undid 0002_add_price.sql
undid 0001_product.sql

"#]]);
    holds(&project, &[], &[]);
    project.run(&["db", "downgrade", "+1"]).code(2).stdout_eq(str![""]).stderr_eq(str![[r#"
error: expected `base`, `-1` or a version such as `0002`, found `+1`

"#]]);
}

#[test]
fn with_sql_nothing_is_run() {
    let project = shop();
    project.run(&["db", "upgrade", "--sql", "+2"]).code(0).stderr_eq(str![""]).stdout_eq(str![[r#"
-- Run this with `sqlite3 -bail`, or with another program that stops at the first error.
PRAGMA foreign_keys = OFF;

-- 0001_product.sql up
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS main."schema_migrations" (version varchar(128) primary key);
ALTER TABLE main.schema_migrations ADD COLUMN checksum TEXT;
CREATE TABLE product (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL);
INSERT INTO product (name) VALUES ('tea'), ('jam');
INSERT INTO schema_migrations (version, checksum) VALUES ('0001', '51a6c387d4b4d44cef19e6b5508db2dc3481bad4da8a4743223eabf07fd0db6e');
CREATE TABLE reference_guard (leads_nowhere CHECK (leads_nowhere = 0));
INSERT INTO reference_guard SELECT count(*) FROM pragma_foreign_key_check;
DROP TABLE reference_guard;
COMMIT;

-- 0002_add_price.sql up
BEGIN IMMEDIATE;
ALTER TABLE product ADD COLUMN price INTEGER;
UPDATE product SET price = 250 WHERE name = 'jam';
INSERT INTO schema_migrations (version, checksum) VALUES ('0002', 'd669f9d2dd58003ef5b7f432369318cfa3cf885e6fd3d4c9e3c730e7b4577820');
CREATE TABLE reference_guard (leads_nowhere CHECK (leads_nowhere = 0));
INSERT INTO reference_guard SELECT count(*) FROM pragma_foreign_key_check;
DROP TABLE reference_guard;
COMMIT;

PRAGMA foreign_keys = ON;

"#]]);
    assert!(!project.root.join("app.db").exists());
    project.run(&["db", "downgrade", "--sql"]).code(0).stdout_eq(str![""]).stderr_eq(str![[r#"
there is nothing to undo

"#]]);
    project.run(&["db", "upgrade"]).code(0);
    let before = project.dump("app.db");
    project.run(&["db", "downgrade", "--sql", "base"]).code(0).stderr_eq(str![""]).stdout_eq(str![
        [r#"
-- Run this with `sqlite3 -bail`, or with another program that stops at the first error.
PRAGMA foreign_keys = OFF;

-- 0003_maker.sql down
BEGIN IMMEDIATE;
DROP TABLE maker;
DELETE FROM schema_migrations WHERE ltrim(version, '0') = ltrim('0003', '0');
CREATE TABLE reference_guard (leads_nowhere CHECK (leads_nowhere = 0));
INSERT INTO reference_guard SELECT count(*) FROM pragma_foreign_key_check;
DROP TABLE reference_guard;
COMMIT;

-- 0002_add_price.sql down
BEGIN IMMEDIATE;
ALTER TABLE product DROP COLUMN price;
DELETE FROM schema_migrations WHERE ltrim(version, '0') = ltrim('0002', '0');
CREATE TABLE reference_guard (leads_nowhere CHECK (leads_nowhere = 0));
INSERT INTO reference_guard SELECT count(*) FROM pragma_foreign_key_check;
DROP TABLE reference_guard;
COMMIT;

-- 0001_product.sql down
BEGIN IMMEDIATE;
DROP TABLE product;
DELETE FROM schema_migrations WHERE ltrim(version, '0') = ltrim('0001', '0');
CREATE TABLE reference_guard (leads_nowhere CHECK (leads_nowhere = 0));
INSERT INTO reference_guard SELECT count(*) FROM pragma_foreign_key_check;
DROP TABLE reference_guard;
COMMIT;

PRAGMA foreign_keys = ON;

"#]
    ]);
    project.run(&["db", "upgrade", "--sql"]).code(0).stdout_eq(str![""]).stderr_eq(str![[r#"
nothing is pending

"#]]);
    assert_eq!(project.dump("app.db"), before);
}

#[test]
fn with_backup_there_is_a_copy_of_the_database_before() {
    let project = shop();
    project.run(&["db", "upgrade", "--backup", "+1"]).code(0).stderr_eq(str![""]).stdout_eq(str![
        [r#"
there is no database yet, so there is nothing to copy
database: app.db, which is new
applied 0001_product.sql

"#]
    ]);
    let before = project.dump("app.db");
    project.run(&["db", "upgrade", "--backup", "+1"]).code(0).stderr_eq(str![""]).stdout_eq(str![
        [r#"
copied the database to [ROOT]/app.db.backup-1
applied 0002_add_price.sql

"#]
    ]);
    assert_eq!(project.dump("app.db.backup-1"), before);
    let after = project.dump("app.db");
    project.run(&["db", "downgrade", "--backup"]).code(0).stderr_eq(str![""]).stdout_eq(str![[
        r#"
copied the database to [ROOT]/app.db.backup-2
undid 0002_add_price.sql

"#
    ]]);
    assert_eq!(project.dump("app.db.backup-2"), after);
    assert_eq!(project.dump("app.db.backup-1"), before, "a copy is never written over");
    project.run(&["db", "upgrade", "--backup", "0001"]).code(0).stderr_eq(str![""]).stdout_eq(
        str![[r#"
nothing is pending up to there

"#]],
    );
}

#[test]
fn stamp_notes_versions_and_runs_nothing() {
    let project = shop();
    project.run(&["db", "stamp", "0002"]).code(0).stderr_eq(str![""]).stdout_eq(str![[r#"
marked 0001_product.sql as applied
marked 0002_add_price.sql as applied
the database is marked as being at 0002_add_price.sql; no script was run

"#]]);
    holds(&project, &["0001", "0002"], &[]);
    project.run(&["db", "stamp", "head"]).code(0).stderr_eq(str![""]).stdout_eq(str![[r#"
marked 0003_maker.sql as applied
the database is marked as being at 0003_maker.sql; no script was run

"#]]);
    project.run(&["db", "stamp", "1"]).code(0).stderr_eq(str![""]).stdout_eq(str![[r#"
marked 0002_add_price.sql as not applied
marked 0003_maker.sql as not applied
the database is marked as being at 0001_product.sql; no script was run

"#]]);
    holds(&project, &["0001"], &[]);
    project.run(&["db", "stamp", "base"]).code(0).stderr_eq(str![""]).stdout_eq(str![[r#"
marked 0001_product.sql as not applied
the database is marked as having no script applied; no script was run

"#]]);
    holds(&project, &[], &[]);
}

#[test]
fn stamp_forgets_a_version_whose_script_is_gone() {
    let project = shop();
    project.run(&["db", "upgrade"]).code(0);
    project.remove("migrations/0003_maker.sql");
    project.run(&["db", "stamp", "head"]).code(0).stderr_eq(str![""]).stdout_eq(str![[r#"
marked 0003 as not applied; no script has this number
the database is marked as being at 0002_add_price.sql; no script was run

"#]]);
    holds(&project, &["0001", "0002"], &["maker", "product"]);
    project.run(&["db", "check"]).code(1).stderr_eq(str![""]).stdout_eq(str![[r#"
table `maker` is only in the database, and in no applied script

"#]]);
}

#[test]
fn current_and_history_tell_where_the_database_stands() {
    let project = shop();
    project.run(&["db", "current"]).code(0).stderr_eq(str![""]).stdout_eq(str![[r#"
no script has been applied
3 scripts are pending

"#]]);
    assert!(!project.root.join("app.db").exists(), "looking makes no database");
    project.run(&["db", "upgrade", "+2"]).code(0);
    project.run(&["db", "current"]).code(0).stderr_eq(str![""]).stdout_eq(str![[r#"
0002_add_price.sql
1 script is pending

"#]]);
    project.run(&["db", "history"]).code(0).stderr_eq(str![""]).stdout_eq(str![[r#"
applied  0001  product
applied  0002  add price
pending  0003  maker

"#]]);
    project.run(&["db", "upgrade"]).code(0);
    project.remove("migrations/0003_maker.sql");
    project.run(&["db", "current"]).code(0).stderr_eq(str![""]).stdout_eq(str![[r#"
0003 (no script has this number)
nothing is pending

"#]]);
    project.run(&["db", "history"]).code(0).stderr_eq(str![""]).stdout_eq(str![[r#"
applied  0001  product
applied  0002  add price
missing  0003  applied, but its script is not there

"#]]);
}

#[test]
fn check_agrees_with_what_was_applied() {
    let project = shop();
    project.run(&["db", "check"]).code(1).stderr_eq(str![""]).stdout_eq(str![[r#"
there is no database `app.db`: `workbook db upgrade` makes it
0001_product.sql is pending: `workbook db upgrade` runs it
0002_add_price.sql is pending: `workbook db upgrade` runs it
0003_maker.sql is pending: `workbook db upgrade` runs it

"#]]);
    project.run(&["db", "upgrade"]).code(0);
    project.run(&["db", "check"]).code(0).stderr_eq(str![""]).stdout_eq(str![[r#"
scripts and database agree

"#]]);
}

#[test]
fn check_sees_a_script_that_was_edited_since_but_not_its_comments_and_spaces() {
    let project = shop();
    project.run(&["db", "upgrade"]).code(0);
    project
        .edit(
            "migrations/0001_product.sql",
            "CREATE TABLE product (",
            "-- the table\nCREATE  TABLE product\n(",
        )
        .edit("migrations/0001_product.sql", "('tea')", "(/* hot */ 'tea')")
        .edit("migrations/0001_product.sql", "DROP TABLE product", "DROP TABLE IF EXISTS product");
    project.run(&["db", "check"]).code(0).stderr_eq(str![""]).stdout_eq(str![[r#"
scripts and database agree

"#]]);
    project.edit("migrations/0001_product.sql", "'tea'", "'te a'");
    project.edit("migrations/0003_maker.sql", "name TEXT", "title TEXT");
    project.run(&["db", "check"]).code(1).stderr_eq(str![""]).stdout_eq(str![[r#"
0001_product.sql has been edited since it was applied
0003_maker.sql has been edited since it was applied
column `maker.name` is only in the database, and in no applied script
column `maker.title` is missing in the database

"#]]);
    project.run(&["db", "stamp", "head"]).code(0);
    project.run(&["db", "check"]).code(1).stderr_eq(str![""]).stdout_eq(str![[r#"
column `maker.name` is only in the database, and in no applied script
column `maker.title` is missing in the database

"#]]);
}

#[test]
fn check_names_every_applied_script_that_is_gone() {
    let project = shop();
    project.run(&["db", "upgrade"]).code(0);
    project.remove("migrations/0001_product.sql").remove("migrations/0003_maker.sql");
    project.run(&["db", "check"]).code(1).stderr_eq(str![""]).stdout_eq(str![[r#"
version 0001 has been applied, but its script is not there
version 0003 has been applied, but its script is not there
the database cannot be compared with its scripts: run on an empty database, migrations/0002_add_price.sql fails: no such table: product

"#]]);
}

#[test]
fn check_refuses_two_scripts_with_one_number() {
    let project = shop();
    project.run(&["db", "upgrade"]).code(0);
    project.write("migrations/2_rating.sql", PRICE);
    project.run(&["db", "check"]).code(1).stdout_eq(str![""]).stderr_eq(str![[r#"
error: `migrations/2_rating.sql` has the same number as `migrations/0002_add_price.sql`
--> migrations/2_rating.sql
 = next: scripts run in the order of the numbers their names start with; each has its own, as in `0002_add_price.sql`

"#]]);
}

#[test]
fn show_prints_tables_columns_and_rows() {
    let project = shop();
    project.run(&["db", "show"]).code(0).stderr_eq(str![""]).stdout_eq(str![[r#"
there is no database `app.db` yet; `workbook db upgrade` makes it

"#]]);
    project.run(&["db", "upgrade"]).code(0);
    project.run(&["db", "show"]).code(0).stderr_eq(str![""]).stdout_eq(str![[r#"
  maker (0 rows)
    id                name
    INTEGER required  TEXT required
    ----------------  -------------
  product (2 rows)
    id                name           price
    INTEGER required  TEXT required  INTEGER
    ----------------  -------------  -------
    1                 'tea'          NULL
    2                 'jam'          250

"#]]);
    project.run(&["db", "show", "Product"]).code(0).stderr_eq(str![""]).stdout_eq(str![[r#"
  product (2 rows)
    id                name           price
    INTEGER required  TEXT required  INTEGER
    ----------------  -------------  -------
    1                 'tea'          NULL
    2                 'jam'          250

"#]]);
    project.run(&["db", "show", "Prodct"]).code(2).stdout_eq(str![""]).stderr_eq(str![[r#"
error: there is no table `Prodct`
hint: the database has `maker`, `product`

"#]]);
}

#[test]
fn show_reads_whatever_tables_a_database_has() {
    let project = Project::scripts(&[(
        "1_odd.sql",
        "-- migrate:up
CREATE TABLE \"or der\" (\"a b\" TEXT, \"select\" BLOB, sum REAL GENERATED ALWAYS AS (1.5) VIRTUAL);
INSERT INTO \"or der\" VALUES ('über', x'00ff');
CREATE TABLE pair (a INTEGER, b INTEGER, PRIMARY KEY (a, b)) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5 (text);
INSERT INTO words VALUES ('hello');
CREATE VIEW both AS SELECT * FROM pair;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 25) INSERT INTO pair SELECT i, i FROM n;
",
    )]);
    project.run(&["db", "upgrade"]).code(0).stderr_eq(str![""]);
    project.run(&["db", "show", "or der"]).code(0).stderr_eq(str![""]).stdout_eq(str![[r#"
  or der (1 row)
    a b     select   sum
    TEXT    BLOB     REAL
    ------  -------  ----
    'über'  x'00ff'  1.5

"#]]);
    project.run(&["db", "show", "pair"]).code(0).stderr_eq(str![""]).stdout_eq(str![[r#"
  pair (25 rows)
    a                 b
    INTEGER required  INTEGER required
    ----------------  ----------------
    1                 1
    2                 2
    3                 3
    4                 4
    5                 5
    6                 6
    7                 7
    8                 8
    9                 9
    10                10
    11                11
    12                12
    13                13
    14                14
    15                15
    16                16
    17                17
    18                18
    19                19
    20                20
    … and 5 more

"#]]);
    project.run(&["db", "show", "words"]).code(0).stderr_eq(str![""]).stdout_eq(str![[r#"
  words (1 row)
    text     words  rank
    
    -------  -----  ----
    'hello'  1      NULL

"#]]);
}

#[test]
fn a_database_with_a_write_ahead_log_keeps_it() {
    let project = shop();
    project.run(&["db", "upgrade", "2"]).code(0);
    let mode = |sql: &str| {
        project
            .open("app.db")
            .query_row(sql, [], |row| row.get::<_, String>(0))
            .expect("the mode can be read")
    };
    assert_eq!(mode("PRAGMA journal_mode = WAL"), "wal");
    let before = project.dump("app.db");
    // Another program has it open, so what is written stays in the log.
    let other = project.open("app.db");
    other.query_row("SELECT count(*) FROM product", [], |_| Ok(())).expect("the table is there");
    project.run(&["db", "upgrade", "--backup"]).code(0).stderr_eq(str![""]);
    assert_eq!(project.dump("app.db.backup-1"), before);
    project.run(&["db", "current", "--database-url", "sqlite:app.db?mode=ro"]).code(0).stdout_eq(
        str![[r#"
0003_maker.sql
nothing is pending

"#]],
    );
    project.run(&["db", "downgrade"]).code(0).stderr_eq(str![""]);
    assert_eq!(project.dump("app.db"), before);
    assert_eq!(mode("PRAGMA journal_mode"), "wal");
}
