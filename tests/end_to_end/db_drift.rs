//! `workbook db` on a database that is not what its scripts made it.

use snapbox::str;

use crate::project::Project;

/// A folder whose database has a table `cup` that a script made, after these statements.
fn cups(statements: &str) -> Project {
    let project = Project::empty();
    project.write("schema.sql", "CREATE TABLE cup (id INTEGER PRIMARY KEY, colour TEXT);\n");
    project.run(&["db", "init"]).code(0);
    project.run(&["db", "migrate", "-m", "cups"]).code(0);
    project.run(&["db", "upgrade"]).code(0);
    project.open("app.db").execute_batch(statements).expect("the statements are right");
    project
}

const REQUIRED: &str = "CREATE TABLE cup (id INTEGER PRIMARY KEY, colour TEXT NOT NULL);\n";

const REBUILD: &str = "-- migrate:up
CREATE TABLE cup_new (id INTEGER PRIMARY KEY, colour TEXT NOT NULL);
INSERT INTO cup_new SELECT id, colour FROM cup;
DROP TABLE cup;
ALTER TABLE cup_new RENAME TO cup;

-- migrate:down
CREATE TABLE cup_new (id INTEGER PRIMARY KEY, colour TEXT);
INSERT INTO cup_new SELECT id, colour FROM cup;
DROP TABLE cup;
ALTER TABLE cup_new RENAME TO cup;
";

#[test]
fn check_fails_before_any_script_has_run() {
    let project = Project::empty();
    project.write("schema.sql", REQUIRED);
    project.run(&["db", "init"]).code(0);
    project.run(&["db", "migrate", "-m", "cups"]).code(0);
    project.run(&["db", "check"]).code(1).stderr_eq(str![""]).stdout_eq(str![[r#"
there is no database `app.db`: `workbook db upgrade` makes it
0001_cups.sql is pending: `workbook db upgrade` runs it

"#]]);
    project.run(&["db", "status"]).code(1).stderr_eq(str![""]).stdout_eq(str![[r#"
! database  app.db         not there
! script    0001_cups.sql  pending
  schema    wanted         given by the scripts

"#]]);
    assert!(!project.has("app.db"));
    project.run(&["db", "upgrade"]).code(0);
    project.run(&["db", "status"]).code(0).stderr_eq(str![""]).stdout_eq(str![[r#"
  database  app.db         there
  script    0001_cups.sql  applied
  schema    wanted         given by the scripts

"#]]);
}

#[test]
fn check_and_status_read_the_database() {
    let project = cups(
        "DROP TABLE cup; CREATE TABLE own (a); CREATE INDEX own_a ON own (a);
         CREATE VIEW seen AS SELECT a FROM own;",
    );
    project.run(&["db", "check"]).code(1).stderr_eq(str![""]).stdout_eq(str![[r#"
table `own` is only in the database, and in no applied script
table `cup` is missing in the database
index `own_a` is only in the database, and in no applied script
view `seen` is only in the database, and in no applied script

"#]]);
    project.run(&["db", "status"]).code(1).stderr_eq(str![""]).stdout_eq(str![[r#"
  database  app.db         there
  script    0001_cups.sql  applied
! table     own            only in the database
! table     cup            missing in the database
! index     own_a          only in the database
! view      seen           only in the database
  schema    wanted         given by the scripts

"#]]);
}

#[test]
fn a_column_that_changed_by_hand_is_named() {
    let project =
        cups("DROP TABLE cup; CREATE TABLE cup (id INTEGER PRIMARY KEY, colour INT, note TEXT);");
    project.run(&["db", "check"]).code(1).stderr_eq(str![""]).stdout_eq(str![[r#"
column `cup.note` is only in the database, and in no applied script
the database is not as its scripts made it: change type of cup.colour from TEXT to INT

"#]]);
}

#[test]
fn a_rebuild_does_not_take_away_what_only_the_database_has() {
    for (statements, lost) in [
        (
            "ALTER TABLE cup ADD COLUMN note TEXT; INSERT INTO cup VALUES (1, 'red', 'chipped')",
            "column `cup.note`",
        ),
        ("CREATE INDEX by_colour ON cup (colour)", "index `by_colour`"),
        (
            "CREATE TRIGGER keep BEFORE DELETE ON cup BEGIN SELECT RAISE(ABORT, 'no'); END",
            "trigger `keep`",
        ),
    ] {
        let project = cups(statements);
        project.write("migrations/0002_colour.sql", REBUILD);
        let before = project.dump("app.db");
        let output = project.run(&["db", "upgrade"]).code(1).stdout_eq(str![""]);
        let told = String::from_utf8_lossy(&output.get_output().stderr).into_owned();
        assert!(told.contains(lost) && told.contains("state: nothing has changed"), "{told}");
        assert_eq!(project.dump("app.db"), before);
    }
    let project = cups("CREATE TABLE own (a)");
    project.write("migrations/0002_colour.sql", REBUILD);
    project.run(&["db", "upgrade"]).code(0).stderr_eq(str![""]);
    project
        .open("app.db")
        .execute_batch("CREATE INDEX by_colour ON cup (colour)")
        .expect("it is new");
    let output = project.run(&["db", "downgrade"]).code(1).stdout_eq(str![""]);
    output.stderr_eq(str![[r#"
error: this would drop what is in the database and in no applied script: index `by_colour`
 --> migrations/0002_colour.sql:7:1
  |
7 | -- migrate:down
  | ^^^^^^^^^^^^^^^
  |
  = next: put it in a script of its own that comes before and mark that one with `workbook db stamp`, or drop it by its name
state: nothing has changed in app.db

"#]]);
}

#[test]
fn migrate_names_what_only_the_database_has() {
    let project = cups("ALTER TABLE cup ADD COLUMN note TEXT");
    project
        .write("schema.sql", "CREATE TABLE cup (id INTEGER PRIMARY KEY, colour TEXT, size INT);");
    project.run(&["db", "migrate", "-m", "size"]).code(0).stderr_eq(str![[r#"
warning: column `cup.note` is only in the database, and in no applied script

"#]]);
    project.run(&["db", "upgrade"]).code(0).stderr_eq(str![""]);
}

#[test]
fn diff_tells_what_separates_any_two() {
    let project = cups("CREATE TABLE own (a)");
    project.write("schema.sql", REQUIRED);
    project.run(&["db", "diff"]).code(1).stderr_eq(str![""]).stdout_eq(str![[r#"
drop table own

"#]]);
    project.run(&["db", "diff", "scripts", "wanted"]).code(1).stderr_eq(str![""]).stdout_eq(str![
        [r#"
make cup.colour required

"#]
    ]);
    project.run(&["db", "diff", "wanted", "database"]).code(1).stderr_eq(str![""]).stdout_eq(str![
        [r#"
add table own
make cup.colour optional

"#]
    ]);
    project.run(&["db", "diff", "scripts", "scripts"]).code(0).stderr_eq(str![""]).stdout_eq(str![
        [r#"
nothing separates what all scripts give from what all scripts give

"#]
    ]);
    project.write("other.sql", "CREATE TABLE own (a);");
    project
        .run(&["db", "diff", "wanted", "database", "--to", "other.sql"])
        .code(1)
        .stderr_eq(str![""])
        .stdout_eq(str![[r#"
add table cup

"#]]);
}
