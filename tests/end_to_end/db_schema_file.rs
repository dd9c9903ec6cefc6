//! `workbook db migrate` with a `schema.sql` as other tools write it.

use snapbox::str;

use crate::project::Project;

/// What `migrate` and `upgrade` make of a schema file; the wanted schema is there afterwards.
#[track_caller]
fn made(schema: &str) -> Project {
    let project = Project::empty();
    project.run(&["db", "init"]).code(0);
    project.write("schema.sql", schema);
    project.run(&["db", "migrate", "-m", "first"]).code(0).stderr_eq(str![""]);
    project.run(&["db", "upgrade"]).code(0).stderr_eq(str![""]);
    project.run(&["db", "check"]).code(0).stderr_eq(str![""]).stdout_eq(str![[r#"
scripts, database and wanted schema agree

"#]]);
    project
}

#[test]
fn the_file_of_dbmate_is_read_without_its_versions() {
    made(
        "CREATE TABLE IF NOT EXISTS \"schema_migrations\" (version varchar(128) primary key);
CREATE TABLE guest (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT);
CREATE TABLE sqlite_sequence(name,seq);
-- Dbmate schema migrations
INSERT INTO \"schema_migrations\" (version) VALUES
  ('20250101120000'),
  ('20250102120000');
",
    );
}

#[test]
fn a_dump_is_read_without_its_rows_whatever_their_order() {
    let project = made(
        "PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE person (id INTEGER PRIMARY KEY AUTOINCREMENT, chief INT REFERENCES person (id));
INSERT INTO person VALUES(1,2);
INSERT INTO person VALUES(2,NULL);
PRAGMA writable_schema=ON;
INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','found','found',0,'CREATE VIRTUAL TABLE found USING fts5(body)');
CREATE TABLE IF NOT EXISTS 'found_data'(id INTEGER PRIMARY KEY, block BLOB);
INSERT INTO found_data VALUES(1,X'');
CREATE TABLE IF NOT EXISTS 'found_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS 'found_content'(id INTEGER PRIMARY KEY, c0);
CREATE TABLE IF NOT EXISTS 'found_docsize'(id INTEGER PRIMARY KEY, sz BLOB);
CREATE TABLE IF NOT EXISTS 'found_config'(k PRIMARY KEY, v) WITHOUT ROWID;
ANALYZE sqlite_schema;
INSERT INTO sqlite_stat1 VALUES('person',NULL,'2');
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('person',2);
CREATE TRIGGER filled AFTER INSERT ON person BEGIN
  INSERT INTO found VALUES ('x;');
END;
PRAGMA writable_schema=OFF;
COMMIT;
",
    );
    let counts = "SELECT (SELECT count(*) FROM person) + (SELECT count(*) FROM found)";
    let rows = project.open("app.db").query_row(counts, [], |row| row.get::<_, i64>(0));
    assert_eq!(rows, Ok(0));
}

#[test]
fn a_long_file_is_read() {
    let rows = "INSERT INTO a VALUES('a row of a table that is not short; not at all');\n";
    made(&format!("CREATE TABLE a (b);\n{}CREATE TABLE c (d);\n", rows.repeat(100_000)));
}

#[test]
fn a_file_that_is_not_there_is_named_with_what_to_do() {
    let project = Project::empty();
    project.run(&["db", "init"]).code(0);
    project
        .run(&["db", "migrate", "-m", "first", "--to", "no.sql"])
        .code(2)
        .stdout_eq(str![""])
        .stderr_eq(str![[r#"
error: there is no file `no.sql`
hint: `--to` names a file of SQL with the wanted schema, or a database that has it

"#]]);
}
