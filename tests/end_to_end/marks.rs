//! The place that a finding is marked at: in the half, the script or the file that the step ran.

use snapbox::cmd::OutputAssert;

use crate::project::{Part::Yours, Project};

/// The first finding of a check in JSON.
#[track_caller]
fn first_finding(project: &Project) -> serde_json::Value {
    let output: OutputAssert = project.run(&["check", "it", "--format", "json"]).code(1);
    let report: serde_json::Value =
        serde_json::from_slice(&output.get_output().stdout).expect("it is JSON");
    let steps = report["exercises"][0]["steps"].as_array().expect("there are steps").clone();
    let findings = steps.into_iter().flat_map(|step| step["findings"].as_array().cloned());
    findings.flatten().next().expect("something is wrong")
}

#[track_caller]
fn assert_marked(project: &Project, file: &str, line: u64) {
    let finding = first_finding(project);
    let file = format!("exercises/ch01-only/it/{file}");
    let expected = (Some(file.as_str()), Some(line));
    assert_eq!((finding["file"].as_str(), finding["line"].as_u64()), expected, "{finding:#}");
}

const UP_AND_DOWN: &str = "[[steps]]\nupgrade = \"head\"\n[[steps]]\ndowngrade = \"base\"\n";

#[test]
fn a_marker_without_a_blank_divides_a_script() {
    let right = "--migrate:up\nCREATE TABLE a (id);\n--migrate:down\nDROP TABLE a;\n";
    let project = Project::of(UP_AND_DOWN, "migrations/0001_a.sql", right);
    project.answer("--migrate:up\nCREATE TABLE a (id);\n--migrate:down\nSELECT 1;\n");
    assert_marked(&project, "migrations/0001_a.sql", 3);
    // What the down half makes is not what the upgrade made.
    project.answer("--migrate:up\nCREATE TABLE a (name);\n--migrate:down\nCREATE TABLE a (id);\n");
    assert_marked(&project, "migrations/0001_a.sql", 2);
}

#[test]
fn an_empty_down_half_is_marked_at_its_marker() {
    let right = "--migrate:up\nCREATE TABLE a (id);\n--migrate:down\nDROP TABLE a;\n";
    let project = Project::of(UP_AND_DOWN, "migrations/0001_a.sql", right);
    project.answer("--migrate:up\nCREATE TABLE a (id);\n--migrate:down\n");
    assert_marked(&project, "migrations/0001_a.sql", 3);
}

#[test]
fn a_dangling_reference_in_a_script_is_about_its_table() {
    let tables = "-- migrate:up\nCREATE TABLE p (id INTEGER PRIMARY KEY);\n\
                  CREATE TABLE c (p INTEGER REFERENCES p (id));\nINSERT INTO p VALUES (1);\n";
    let right = format!("{tables}INSERT INTO c VALUES (1);\n");
    let project = Project::of("[[steps]]\nupgrade = \"head\"\n", "migrations/0001_a.sql", &right);
    project.answer(&format!("{tables}INSERT INTO c VALUES (2);\n"));
    let finding = first_finding(&project);
    assert_eq!((&finding["kind"], &finding["table"]), (&"foreign_key".into(), &"c".into()));
}

/// An exercise with three scripts of the learner's, each with a table of its own.
fn three_scripts(steps: &str) -> Project {
    let files = ["0001_a.sql", "0002_b.sql", "0003_c.sql"].map(|name| format!("migrations/{name}"));
    let script = |table: &str| {
        format!(
            "-- migrate:up\nCREATE TABLE {table} (id);\n\n-- migrate:down\nDROP TABLE {table};\n"
        )
    };
    let texts = ["a", "b", "c"].map(script);
    let parts = [0, 1, 2].map(|number| Yours(&files[number], &texts[number], &texts[number]));
    let manifest = format!("title = \"It\"\nfiles = {files:?}\n{steps}");
    Project::empty().exercise("ch01-only/it", &manifest, &parts)
}

#[test]
fn what_a_way_back_leaves_is_marked_in_the_script_that_made_it() {
    let project = three_scripts(UP_AND_DOWN);
    let file = "exercises/ch01-only/it/migrations/0002_b.sql";
    project.edit(file, "DROP TABLE b", "SELECT 1");
    assert_marked(&project, "migrations/0002_b.sql", 4);
}

#[test]
fn what_went_well_and_should_not_is_marked_in_what_the_step_ran() {
    let steps = "[[steps]]\nupgrade = \"0002\"\n[[steps]]\nname = \"back\"\ndowngrade = \"-1\"\n\
                 fails = \"no such table\"\n";
    let project = three_scripts("[[steps]]\nupgrade = \"0002\"\n");
    let manifest = "exercises/ch01-only/it/exercise.toml";
    project.edit(manifest, "[[steps]]\nupgrade = \"0002\"\n", steps);
    let solution = "solutions/ch01-only/it/migrations/0002_b.sql";
    project.edit(solution, "DROP TABLE b", "DROP TABLE z");
    let snapshot = project.run(&["dev", "record", "ch1/it"]).code(0).get_output().stdout.clone();
    project.write("tests/snapshots/ch01-only/it.snap", snapshot);
    assert_marked(&project, "migrations/0002_b.sql", 4);
}

#[test]
fn a_table_of_an_upgrade_is_marked_only_in_the_scripts_that_ran() {
    let project = three_scripts("[[steps]]\nupgrade = \"0001\"\n[[steps]]\nupgrade = \"0002\"\n");
    let file = "exercises/ch01-only/it/migrations/";
    project.edit(&format!("{file}0002_b.sql"), "CREATE TABLE b (id)", "CREATE TABLE b (name)");
    project.edit(&format!("{file}0003_c.sql"), "CREATE TABLE c (id)", "CREATE TABLE b (name)");
    assert_marked(&project, "migrations/0002_b.sql", 2);
}
