//! Databases of the learner's own, graded by rules: any right one passes, and each broken rule is told with its place.

use serde_json::Value;
use snapbox::str;

use crate::project::{Project, Yours};

const MANIFEST: &str = r#"title = "Your own"
files = ["migrations/"]
first_message = "this script changes nothing"
[[steps]]
name = "three scripts"
rule = "one thing each"
points = 2
[[steps]]
name = "with rows"
rule = "with rows"
[[steps]]
name = "there and back"
rule = "reversible"
points = 3
"#;

const STARTER: &str = "-- migrate:up\n-- migrate:down\n";
const DEVICE: &str = "-- migrate:up
CREATE TABLE device (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
-- migrate:down
DROP TABLE device;
";
const REPAIR: &str = "-- migrate:up
CREATE TABLE repair (id INTEGER PRIMARY KEY, device_id INTEGER NOT NULL REFERENCES device (id), hours REAL);
-- migrate:down
DROP TABLE repair;
";
const NOTE: &str = "-- migrate:up
ALTER TABLE repair ADD COLUMN note TEXT;
-- migrate:down
ALTER TABLE repair DROP COLUMN note;
";

/// A small course with scripts alone, solved.
fn scripts() -> Project {
    let parts = [
        Yours("migrations/0001_device.sql", STARTER, DEVICE),
        Yours("migrations/0002_repair.sql", STARTER, REPAIR),
        Yours("migrations/0003_note.sql", STARTER, NOTE),
    ];
    let project = Project::empty().exercise("ch01-only/it", MANIFEST, &parts);
    project.solve("ch01-only/it");
    project
}

fn script(number: usize) -> &'static str {
    [
        "exercises/ch01-only/it/migrations/0001_device.sql",
        "exercises/ch01-only/it/migrations/0002_repair.sql",
        "exercises/ch01-only/it/migrations/0003_note.sql",
    ][number - 1]
}

/// The points that were earned and what was found, as `step: kind at file:line`.
#[track_caller]
fn found(project: &Project, id: &str) -> (u64, Vec<String>) {
    let output = project.run(&["check", id, "--format", "json"]);
    let report: Value = serde_json::from_slice(&output.get_output().stdout).expect("it is JSON");
    let exercise = &report["exercises"][0];
    let mut lines = Vec::new();
    for step in exercise["steps"].as_array().expect("a list of steps") {
        let name = step["name"].as_str().unwrap_or_default();
        lines.extend(step["blocked_by"].as_str().map(|other| format!("{name}: waits for {other}")));
        for finding in step["findings"].as_array().expect("a list of findings") {
            let file = finding["file"]
                .as_str()
                .unwrap_or("nowhere")
                .rsplit('/')
                .next()
                .unwrap_or_default();
            let line = finding["line"].as_u64().map_or_else(String::new, |line| format!(":{line}"));
            lines.push(format!(
                "{name}: {} at {file}{line}",
                finding["kind"].as_str().unwrap_or_default()
            ));
        }
    }
    (exercise["earned"].as_u64().expect("a number"), lines)
}

#[test]
fn scripts_of_ones_own_pass_with_all_points() {
    let project = scripts();
    project.check("it").code(0);
    assert_eq!(found(&project, "it"), (6, vec![]));
    let states = project.read("tests/snapshots/ch01-only/it.snap");
    assert_eq!(
        states,
        "-- step 1: three scripts\n-- step 2: with rows\n-- step 3: there and back\n"
    );
}

#[test]
fn an_answer_to_rules_has_no_mutants() {
    let project = scripts();
    let said = crate::project::stdout(&project.run(&["dev", "check", "it"]));
    assert!(said.contains("mutants: 0, of them 0 failed"), "{said}");
}

#[test]
fn other_tables_other_names_and_more_scripts_pass_as_well() {
    let project = scripts();
    for number in 1..=3 {
        project.remove(script(number));
    }
    let folder = "exercises/ch01-only/it/migrations";
    project.write(format!("{folder}/10_river.sql"), "-- migrate:up\nCREATE TABLE \"River bed\" (\"name of it\" TEXT NOT NULL PRIMARY KEY) WITHOUT ROWID;\n-- migrate:down\nDROP TABLE \"River bed\";\n");
    project.write(format!("{folder}/11_bridge.sql"), "-- migrate:up\nCREATE TABLE bridge (id INTEGER PRIMARY KEY, over TEXT REFERENCES \"River bed\" ON DELETE CASCADE, built INTEGER CHECK (built BETWEEN 1000 AND 2100), UNIQUE (over, built)) STRICT;\nINSERT INTO \"River bed\" VALUES ('Tay');\nINSERT INTO bridge (over, built) VALUES ('Tay', 1887);\n-- migrate:down\nDROP TABLE bridge;\nDELETE FROM \"River bed\" WHERE \"name of it\" = 'Tay';\n");
    project.write(format!("{folder}/12_name.sql"), "-- migrate:up transaction:false\nALTER TABLE \"River bed\" RENAME COLUMN \"name of it\" TO name;\n-- migrate:down transaction:false\nALTER TABLE \"River bed\" RENAME COLUMN name TO \"name of it\";\n");
    project.write(
        format!("{folder}/13_old.sql"),
        "-- migrate:up\nCREATE VIEW old AS SELECT * FROM bridge WHERE built < 1900;\n-- migrate:down\nDROP VIEW old;\n",
    );
    assert_eq!(found(&project, "it"), (6, vec![]));
}

#[test]
fn a_script_that_does_two_things_is_told_which() {
    let project = scripts();
    project.edit(
        script(3),
        "note TEXT;\n",
        "note TEXT;\nALTER TABLE device ADD COLUMN maker TEXT;\n",
    );
    project.edit(
        script(3),
        "DROP COLUMN note;\n",
        "DROP COLUMN note;\nALTER TABLE device DROP COLUMN maker;\n",
    );
    project.check("it").code(1).stdout_eq(str![[r#"
✗ ch1/it  Your own

not yet: this script does 2 things: it adds `maker` to `device`, and it adds `note` to `repair`; each script should do one
 --> exercises/ch01-only/it/migrations/0003_note.sql:2:31
  |
2 | ALTER TABLE repair ADD COLUMN note TEXT;
  |                               ^^^^
  |
  = next: leave one thing in this script and move each of the others to a script of its own, with a number after this one
  seen at the step `three scripts`

0 passed, 1 not yet
...

"#]]);
    assert_eq!(
        found(&project, "it"),
        (4, vec!["three scripts: several_things at 0003_note.sql:2".to_owned()])
    );
}

#[test]
fn a_script_that_rows_stop_is_told_with_the_row() {
    let project = scripts();
    project.edit(script(3), "note TEXT", "note TEXT NOT NULL");
    project.check("it").code(1).stdout_eq(str![[r#"
✗ ch1/it  Your own

not yet: this script runs on empty tables and not on tables with rows: Cannot add a NOT NULL column with default value NULL; it should run whatever rows the tables before it allow (it stops at this row: INSERT INTO repair [..])
 --> exercises/ch01-only/it/migrations/0003_note.sql:2:1
  |
2 | ALTER TABLE repair ADD COLUMN note TEXT NOT NULL;
  | ^^^^^
  |
  = next: say in the script what such a row gets: a default, or a value made of its others
  seen at the step `with rows`

0 passed, 1 not yet
...
"#]]);
    assert_eq!(found(&project, "it").0, 5);
}

#[test]
fn each_way_to_lose_something_is_told_for_its_own_step() {
    let rebuilt = |copy: &str| {
        format!(
            "-- migrate:up\nCREATE TABLE new_repair (id INTEGER PRIMARY KEY, device_id INTEGER NOT NULL REFERENCES device (id), \
             hours REAL NOT NULL DEFAULT 0);\n{copy}\nDROP TABLE repair;\nALTER TABLE new_repair RENAME TO repair;\n-- migrate:down\n\
             CREATE TABLE old_repair (id INTEGER PRIMARY KEY, device_id INTEGER NOT NULL REFERENCES device (id), hours REAL);\n\
             INSERT INTO old_repair SELECT id, device_id, hours FROM repair;\nDROP TABLE repair;\nALTER TABLE old_repair RENAME TO repair;\n"
        )
    };
    let project = scripts();
    project.write(
        script(3),
        rebuilt("INSERT INTO new_repair SELECT id, device_id, coalesce(hours, 0) FROM repair;"),
    );
    assert_eq!(found(&project, "it"), (6, vec![]));
    project.write(script(3), rebuilt(""));
    assert_eq!(
        found(&project, "it"),
        (5, vec!["with rows: data_lost at 0003_note.sql:5".to_owned()])
    );
    project.write(
        script(3),
        rebuilt("INSERT INTO new_repair (id, device_id) SELECT id, device_id FROM repair;"),
    );
    assert_eq!(
        found(&project, "it"),
        (5, vec!["with rows: data_lost at 0003_note.sql:2".to_owned()])
    );
    project.write(script(3), NOTE).edit(
        script(3),
        "DROP COLUMN note;",
        "DROP COLUMN note; DELETE FROM repair;",
    );
    assert_eq!(
        found(&project, "it"),
        (3, vec!["there and back: data_lost at 0003_note.sql:4".to_owned()])
    );
    project.write(script(3), NOTE).edit(script(3), "ALTER TABLE repair DROP COLUMN note;", "");
    assert_eq!(
        found(&project, "it"),
        (3, vec!["there and back: no_way_back at 0003_note.sql:3".to_owned()])
    );
    project.write(script(3), NOTE).edit(
        script(3),
        "ALTER TABLE repair DROP",
        "ALTER TABLE repair RENAME COLUMN note TO x; -- ",
    );
    assert_eq!(
        found(&project, "it"),
        (3, vec!["there and back: not_restored at 0003_note.sql:4".to_owned()])
    );
}

#[test]
fn scripts_that_do_not_run_at_all_are_told_once() {
    let project = scripts();
    project.edit(script(2), "REAL", "REAL,");
    assert_eq!(
        found(&project, "it"),
        (
            0,
            [
                "three scripts: sql_error at 0002_repair.sql:2",
                "with rows: waits for three scripts",
                "there and back: waits for three scripts"
            ]
            .map(str::to_owned)
            .to_vec()
        )
    );
    project
        .write(script(2), REPAIR)
        .write("exercises/ch01-only/it/migrations/0003_again.sql", NOTE);
    assert_eq!(found(&project, "it").1[0], "three scripts: migration_script at 0003_note.sql");
    project.remove("exercises/ch01-only/it/migrations/0003_again.sql").remove(script(3));
    assert_eq!(
        found(&project, "it"),
        (
            3,
            [
                "three scripts: too_few_scripts at 0002_repair.sql",
                "with rows: no_table_changed at 0002_repair.sql"
            ]
            .map(str::to_owned)
            .to_vec()
        )
    );
}

#[test]
fn what_cannot_be_graded_by_these_rules_says_so() {
    let project = scripts();
    project.edit(
        script(1),
        "CREATE TABLE device (id INTEGER PRIMARY KEY, name TEXT NOT NULL)",
        "CREATE VIRTUAL TABLE device USING fts5 (name)",
    );
    project.edit(script(2), " REFERENCES device (id)", "");
    assert_eq!(found(&project, "it").1[0], "three scripts: virtual_table at 0001_device.sql:2");
    project.write(script(1), DEVICE).edit(
        script(1),
        "CREATE TABLE",
        "WITH RECURSIVE t (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT count(*) FROM t;\nCREATE TABLE",
    );
    project.edit(
        "exercises/ch01-only/it/exercise.toml",
        "[[steps]]",
        "[limits]\nseconds = 1\n[[steps]]",
    );
    assert_eq!(found(&project, "it").1[0], "three scripts: time_limit at 0001_device.sql:2");
}

#[test]
fn a_rule_that_there_is_not_is_named_with_its_line() {
    let project = scripts();
    project.edit(
        "exercises/ch01-only/it/exercise.toml",
        "rule = \"with rows\"",
        "rule = \"with row\"",
    );
    project.run(&["check", "it"]).code(2).stdout_eq(str![[r#"
! ch1/it
  could not be graded: exercises/ch01-only/it/exercise.toml:8:1: unknown rule `with row`, expected one of `related models`, `one thing each`, `with rows`, `reversible`, `agreement`, `populate`
0 passed, 0 not yet, 1 could not be graded

"#]]);
}

#[test]
fn the_database_of_ones_own_can_be_looked_at() {
    let project = Project::real();
    project.solve("ch13-your-own-application/capstone").check("capstone").code(0);
    let shown = crate::project::stdout(&project.run(&["inspect", "ch13/capstone"]).code(0));
    assert!(
        shown.contains("your database")
            && shown.contains("wild garlic")
            && !shown.contains("expected"),
        "{shown}"
    );
}

#[test]
fn models_and_rows_of_ones_own_are_graded() {
    let folder = "exercises/ch13-your-own-application/capstone";
    let project = Project::real();
    assert_eq!(found(&project, "ch13/capstone").0, 0, "nothing is earned by the untouched files");
    project.solve("ch13-your-own-application/capstone");
    let broken = |file: &str, old: &str, new: &str, points: u64, lines: &[&str]| {
        let file = format!("{folder}/{file}");
        let right = project.read(&file);
        project.edit(&file, old, new);
        assert_eq!(
            found(&project, "ch13/capstone"),
            (points, lines.iter().map(|line| (*line).to_owned()).collect())
        );
        project.write(&file, right);
    };
    assert_eq!(found(&project, "ch13/capstone"), (10, vec![]));
    broken(
        "models.rs",
        ".register(planting::Entity)",
        "",
        8,
        &[
            "two related models: unrelated_models at models.rs:55",
            "models and scripts agree: models_disagree at 0003_harvest.sql:4",
        ],
    );
    broken(
        "models.rs",
        "pub crop: String,",
        "pub crop: String,\n        pub notes: Option<String>,",
        7,
        &[
            "models and scripts agree: models_disagree at models.rs:37",
            "rows to begin with: program_error at models.rs:37",
        ],
    );
    // What is too much is the index, and not the column, which an earlier script makes.
    broken(
        "migrations/0003_harvest.sql",
        "-- migrate:down\n",
        "CREATE UNIQUE INDEX one_crop ON planting (crop);\n\n-- migrate:down\nDROP INDEX one_crop;\n",
        9,
        &["models and scripts agree: models_disagree at 0003_harvest.sql:6"],
    );
    broken(
        "populate.rs",
        "if same.one(db)?.is_none()",
        "if same.one(db)?.is_some()",
        8,
        &["rows to begin with: not_populated at populate.rs:12"],
    );
    broken(
        "populate.rs",
        "if same.one(db)?.is_none()",
        "drop(same);",
        8,
        &["rows to begin with: populated_anew at populate.rs:12"],
    );
    broken(
        "populate.rs",
        "let beds =",
        "planting::Entity::delete_many().exec(db)?;\n    bed::Entity::delete_many().exec(db)?;\n    let beds =",
        8,
        &["rows to begin with: populated_anew at populate.rs:12"],
    );
    broken(
        "populate.rs",
        ".on_conflict(same_name).exec_without_returning",
        ".exec",
        8,
        &["rows to begin with: populated_anew at populate.rs:12"],
    );
}
