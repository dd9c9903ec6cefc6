//! `workbook db`: a rebuild of a table keeps the numbers of its rows and the statistics about it, or says that it does not.

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

/// The text that a query gives.
fn ask(project: &Project, sql: &str) -> String {
    project.open("app.db").query_row(sql, [], |row| row.get(0)).expect("the query runs")
}

#[test]
fn a_search_index_still_finds_the_rows_of_a_table_that_was_rebuilt() {
    let schema = |rule: &str| {
        format!(
            "CREATE TABLE note (text TEXT{rule});
             CREATE VIRTUAL TABLE search USING fts5 (text, content='note', content_rowid='rowid');"
        )
    };
    let rows = "INSERT INTO note (rowid, text) VALUES (3, 'plums'), (70, 'pears');
        INSERT INTO search (search) VALUES ('rebuild');";
    let project = folder(&schema(""), rows, &schema(" NOT NULL"));
    let found = "SELECT text FROM search WHERE search MATCH 'pears'";
    project.run(&["db", "migrate", "-m", "next"]).code(0).stderr_eq(str![""]);
    for direction in ["upgrade", "downgrade", "upgrade"] {
        project.run(&["db", direction]).code(0);
        assert_eq!(ask(&project, found), "pears", "{direction}");
    }
}

#[test]
fn that_rows_get_other_numbers_which_a_view_reads_is_told() {
    let view = "CREATE VIEW latest AS SELECT max(rowid) AS number FROM note;";
    let project = folder(
        &format!("CREATE TABLE note (id INT, text TEXT); {view}"),
        "INSERT INTO note (rowid, id) VALUES (3, 1), (70, 2);",
        &format!("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT); {view}"),
    );
    let output = project.run(&["db", "migrate", "-m", "next"]).code(0).stderr_eq(str![""]);
    let told = String::from_utf8_lossy(&output.get_output().stdout).into_owned();
    let line = "careful: when upgrading, the rows of note get other numbers (rowid)";
    assert!(told.contains(line), "{told}");
}

#[test]
fn the_statistics_of_the_query_planner_outlive_a_rebuild() {
    let schema = |rule: &str| {
        format!(
            "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT{rule}, size INT UNIQUE);
             CREATE INDEX by_text ON note (text);"
        )
    };
    let rows =
        "INSERT INTO note VALUES (1, 'plums', 3), (2, 'plums', 4), (3, 'pears', 5); ANALYZE;";
    let project = folder(&schema(""), rows, &schema(" NOT NULL"));
    let figures = "SELECT group_concat(idx || ' ' || stat, ', ' ORDER BY idx) FROM sqlite_stat1
        WHERE tbl = 'note'";
    let before = ask(&project, figures);
    assert_eq!(before, "by_text 3 2, sqlite_autoindex_note_1 3 1");
    project.run(&["db", "migrate", "-m", "next"]).code(0).stderr_eq(str![""]);
    for direction in ["upgrade", "downgrade", "upgrade"] {
        project.run(&["db", direction]).code(0);
        assert_eq!(ask(&project, figures), before, "{direction}");
    }
    project.write("schema.sql", "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL);");
    project.run(&["db", "migrate", "-m", "last"]).code(0);
    project.run(&["db", "upgrade"]).code(0);
    let left = "SELECT count(*) || '' FROM sqlite_stat1 WHERE tbl = 'note'";
    assert_eq!(ask(&project, left), "0");
}

#[test]
fn statistics_that_no_analysis_has_written_stop_no_script() {
    let schema =
        |rule: &str| format!("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT{rule});");
    let rows = "ANALYZE; INSERT INTO sqlite_stat1 VALUES ('note', x'00', x'ff'), (x'01', 3, 2.5);";
    let project = folder(&schema(""), rows, &schema(" NOT NULL"));
    project.run(&["db", "migrate", "-m", "next"]).code(0).stderr_eq(str![""]);
    for direction in ["upgrade", "downgrade", "upgrade"] {
        project.run(&["db", direction]).code(0);
    }
}
