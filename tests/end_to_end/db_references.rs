//! `workbook db`: rebuilding a table keeps its children, and no reference is left that leads nowhere.

use snapbox::str;

use crate::project::Project;

const FAMILY: &str = "-- migrate:up
CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE cascading (id INTEGER PRIMARY KEY, parent_id INTEGER REFERENCES parent (id) ON DELETE CASCADE);
CREATE TABLE nulling (id INTEGER PRIMARY KEY, parent_id INTEGER REFERENCES parent (id) ON DELETE SET NULL);
CREATE TABLE strict_one (id INTEGER PRIMARY KEY, parent_id INTEGER NOT NULL REFERENCES parent (id) ON DELETE RESTRICT);
INSERT INTO parent VALUES (1, 'a'), (2, 'b');
INSERT INTO cascading VALUES (1, 1), (2, 2);
INSERT INTO nulling VALUES (1, 1), (2, 2);
INSERT INTO strict_one VALUES (1, 1), (2, 2);
";

const REBUILD: &str = "CREATE TABLE parent_new (id INTEGER PRIMARY KEY, name TEXT, age INTEGER);
INSERT INTO parent_new (id, name) SELECT id, name FROM parent;
DROP TABLE parent;
ALTER TABLE parent_new RENAME TO parent;
";

/// The output of an upgrade whose second script is `up`.
#[track_caller]
fn refused(first: &str, up: &str) -> snapbox::cmd::OutputAssert {
    let project = Project::scripts(&[
        ("1_first.sql", first),
        ("2_second.sql", &format!("-- migrate:up\n{up}")),
    ]);
    project.run(&["db", "upgrade", "1"]).code(0);
    let before = project.dump("app.db");
    let output = project.run(&["db", "upgrade"]).code(1).stdout_eq(str![""]);
    assert_eq!(project.dump("app.db"), before);
    output
}

#[test]
fn rebuilding_a_parent_keeps_its_children_up_and_down() {
    let rebuild =
        format!("-- migrate:up\nPRAGMA foreign_keys = ON;\n{REBUILD}\n-- migrate:down\n{REBUILD}");
    let project = Project::scripts(&[("1_family.sql", FAMILY), ("2_rebuild.sql", &rebuild)]);
    project.run(&["db", "upgrade", "1"]).code(0);
    let children = || {
        let sql = "SELECT group_concat(parent_id) FROM (SELECT parent_id FROM cascading UNION ALL
                   SELECT parent_id FROM nulling UNION ALL SELECT parent_id FROM strict_one)";
        project
            .open("app.db")
            .query_row(sql, [], |row| row.get::<_, String>(0))
            .expect("the tables are there")
    };
    assert_eq!(children(), "1,2,1,2,1,2");
    project.run(&["db", "upgrade"]).code(0).stderr_eq(str![""]);
    assert_eq!(children(), "1,2,1,2,1,2");
    project.edit(
        "migrations/2_rebuild.sql",
        "-- migrate:down\nCREATE",
        "-- migrate:down\nPRAGMA foreign_keys = 1;CREATE",
    );
    project.run(&["db", "downgrade"]).code(0).stderr_eq(str![""]);
    assert_eq!(children(), "1,2,1,2,1,2");
}

#[test]
fn rows_that_refer_to_nothing_are_named() {
    refused(FAMILY, "DELETE FROM parent WHERE id = 2;\n").stderr_eq(str![[r#"
error: in `strict_one`, 1 row refers to a row of `parent` that does not exist: parent_id = 2 where id = 2; 2 rows of other tables do so too
 --> migrations/2_second.sql:1:1
  |
1 | -- migrate:up
  | ^^^^^^^^^^^^^
  |
  = next: find what takes the parent row away or makes the reference: change or delete the child rows in the same script, or do without what the task does not ask for
state: nothing has changed in app.db

"#]]);
}

#[test]
fn of_many_rows_the_first_are_named() {
    let many = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9)
INSERT INTO nulling (parent_id) SELECT 100 + i FROM n;
";
    refused(FAMILY, many).stderr_eq(str![[r#"
error: in `nulling`, 9 rows refer to a row of `parent` that does not exist: parent_id = 101 where id = 3; parent_id = 102 where id = 4; parent_id = 103 where id = 5; parent_id = 104 where id = 6; parent_id = 105 where id = 7; and 4 more
 --> migrations/2_second.sql:1:1
  |
1 | -- migrate:up
  | ^^^^^^^^^^^^^
  |
  = next: find what takes the parent row away or makes the reference: change or delete the child rows in the same script, or do without what the task does not ask for
state: nothing has changed in app.db

"#]]);
}

#[test]
fn rows_are_named_by_whatever_key_they_have() {
    let tables = "-- migrate:up
CREATE TABLE place (country TEXT, city TEXT COLLATE NOCASE, PRIMARY KEY (country, city)) WITHOUT ROWID;
CREATE TABLE shop (code TEXT PRIMARY KEY, country TEXT, city TEXT, FOREIGN KEY (country, city) REFERENCES place);
CREATE TABLE stall (country TEXT, number INTEGER, city TEXT, PRIMARY KEY (country, number),
  FOREIGN KEY (country, city) REFERENCES place (country, city)) WITHOUT ROWID;
CREATE TABLE visit (country TEXT, city TEXT, FOREIGN KEY (country, city) REFERENCES place);
INSERT INTO place VALUES ('de', 'Köln');
INSERT INTO stall VALUES ('de', 1, 'KöLN'), ('fr', 2, NULL);
";
    refused(tables, "INSERT INTO shop VALUES ('x', 'de', 'Bonn'), ('y', 'de', 'Köln');\n").stderr_eq(str![[r#"
error: in `shop`, 1 row refers to a row of `place` that does not exist: country = 'de', city = 'Bonn' where code = 'x'
 --> migrations/2_second.sql:1:1
  |
1 | -- migrate:up
  | ^^^^^^^^^^^^^
  |
  = next: find what takes the parent row away or makes the reference: change or delete the child rows in the same script, or do without what the task does not ask for
state: nothing has changed in app.db

"#]]);
    refused(tables, "INSERT INTO stall VALUES ('de', 7, 'Bonn');\n").stderr_eq(str![[r#"
error: in `stall`, 1 row refers to a row of `place` that does not exist: country = 'de', city = 'Bonn' where country = 'de', number = 7
 --> migrations/2_second.sql:1:1
  |
1 | -- migrate:up
  | ^^^^^^^^^^^^^
  |
  = next: find what takes the parent row away or makes the reference: change or delete the child rows in the same script, or do without what the task does not ask for
state: nothing has changed in app.db

"#]]);
    refused(tables, "INSERT INTO visit VALUES ('de', NULL), ('it', 'Rom');\n").stderr_eq(str![[r#"
error: in `visit`, 1 row refers to a row of `place` that does not exist: country = 'it', city = 'Rom' where rowid = 2
 --> migrations/2_second.sql:1:1
  |
1 | -- migrate:up
  | ^^^^^^^^^^^^^
  |
  = next: find what takes the parent row away or makes the reference: change or delete the child rows in the same script, or do without what the task does not ask for
state: nothing has changed in app.db

"#]]);
}

#[test]
fn a_parent_that_is_gone_altogether_is_named() {
    refused(FAMILY, "DROP TABLE parent;\n").stderr_eq(str![[r#"
error: in `strict_one`, 2 rows refer to a row of `parent` that does not exist: parent_id = 1 where id = 1; parent_id = 2 where id = 2; 4 rows of other tables do so too
 --> migrations/2_second.sql:1:1
  |
1 | -- migrate:up
  | ^^^^^^^^^^^^^
  |
  = next: find what takes the parent row away or makes the reference: change or delete the child rows in the same script, or do without what the task does not ask for
state: nothing has changed in app.db

"#]]);
}

#[test]
fn a_reference_to_no_key_is_refused_in_sqlite_s_words() {
    let up = "CREATE TABLE a (n INTEGER);\nCREATE TABLE b (n INTEGER REFERENCES a (n));\nINSERT INTO b VALUES (1);\n";
    refused(FAMILY, up).stderr_eq(str![[r#"
error: the database could not run this statement: foreign key mismatch - "b" referencing "a"
 --> migrations/2_second.sql:1:1
  |
1 | -- migrate:up
  | ^^^^^^^^^^^^^
  |
  = next: what a key refers to must be a primary key or have a unique index
state: nothing has changed in app.db

"#]]);
}

#[test]
fn rows_that_referred_to_nothing_before_the_script_are_told_apart() {
    let project = Project::scripts(&[("1_family.sql", FAMILY)]);
    project.run(&["db", "upgrade"]).code(0);
    let connection = project.open("app.db");
    connection
        .execute_batch("PRAGMA foreign_keys = OFF; INSERT INTO nulling VALUES (3, 99)")
        .expect("it may");
    drop(connection);
    project.write(
        "migrations/2_more.sql",
        "-- migrate:up\nALTER TABLE parent ADD COLUMN age INTEGER;\n",
    );
    project.run(&["db", "upgrade"]).code(1).stdout_eq(str![""]).stderr_eq(str![[r#"
error: in `nulling`, 1 row refers to a row of `parent` that does not exist: parent_id = 99 where id = 3
 --> migrations/2_more.sql:1:1
  |
1 | -- migrate:up
  | ^^^^^^^^^^^^^
  |
  = next: there were such rows before this script; change or delete them in it as well
state: nothing has changed in app.db

"#]]);
    project.append("migrations/2_more.sql", "DELETE FROM nulling WHERE parent_id = 99;\n");
    project.run(&["db", "upgrade"]).code(0).stderr_eq(str![""]);
}

#[test]
fn going_down_may_leave_no_reference_that_leads_nowhere_either() {
    let down = format!("{FAMILY}\n-- migrate:down\nDELETE FROM parent;\n");
    let project = Project::scripts(&[("1_family.sql", &down)]);
    project.run(&["db", "upgrade"]).code(0);
    let before = project.dump("app.db");
    project.run(&["db", "downgrade"]).code(1).stdout_eq(str![""]).stderr_eq(str![[r#"
error: in `strict_one`, 2 rows refer to a row of `parent` that does not exist: parent_id = 1 where id = 1; parent_id = 2 where id = 2; 4 rows of other tables do so too
  --> migrations/1_family.sql:11:1
   |
11 | -- migrate:down
   | ^^^^^^^^^^^^^^^
   |
   = next: find what takes the parent row away or makes the reference: change or delete the child rows in the same script, or do without what the task does not ask for
state: nothing has changed in app.db

"#]]);
    assert_eq!(project.dump("app.db"), before);
}
