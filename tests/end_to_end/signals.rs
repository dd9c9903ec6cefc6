//! Runs that are ended early, by a signal in each phase of a check or by a kill at any moment, and the runs after them.

use std::fs;
use std::process::Output;
use std::thread;
use std::time::{Duration, Instant};

use roxmltree::Document;
use serde_json::Value;

use crate::faults::put_wrapper;
use crate::project::{Project, Yours, stdout};

const GUESTS: &str = "exercises/ch02-questions/guests/guests.sql";
const NOTES: &str = "exercises/ch01-tables/notes/migrations/0001_notes.sql";
const ENDLESS: &str =
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n;";

/// Starts `workbook`, sends it a signal once `is_reached`, and returns what it said, which it must do at once.
fn interrupt(
    project: &Project,
    arguments: &[&str],
    signal: &str,
    is_reached: impl Fn() -> bool,
) -> Output {
    let child = project.start(arguments);
    let begun = Instant::now();
    while !is_reached() {
        assert!(begun.elapsed() < Duration::from_secs(60), "{:?}", project.commands());
        thread::sleep(Duration::from_millis(5));
    }
    project.shell(&format!("kill -{signal} {}", child.id())).code(0);
    let begun = Instant::now();
    let output = child.wait_with_output().expect("workbook ends");
    assert!(begun.elapsed() < Duration::from_secs(3), "{signal}: {:?}", begun.elapsed());
    assert_eq!(output.status.code(), Some(130), "{signal}: {output:?}");
    project.leaves_nothing();
    output
}

fn sleeps(project: &Project) -> bool {
    project.commands().iter().any(|command| command.starts_with("sleep"))
}

#[test]
fn a_signal_ends_a_check_while_a_program_runs() {
    let steps = "[limits]\nseconds = 100\n[[steps]]\ncommand = [\"sh\", \"answer.sh\"]\n";
    let manifest = format!("title = \"It\"\nfiles = [\"answer.sh\"]\n{steps}");
    let starter = Yours("answer.sh", "true\n", "true\n");
    let project = Project::empty().exercise("ch01-only/it", &manifest, &[starter]);
    project.answer("trap '' INT TERM\nsleep 1000 &\nwait\nsleep 1000\n");
    for signal in ["INT", "TERM", "HUP"] {
        interrupt(&project, &["check", "it"], signal, || sleeps(&project));
    }
}

#[test]
fn a_signal_ends_a_command_that_makes_the_wanted_tables() {
    let project = Project::empty();
    project.run(&["db", "init"]).code(0);
    let arguments = ["db", "migrate", "-m", "x", "--to-command", "sleep 1000 & sleep 1000"];
    for signal in ["INT", "TERM"] {
        interrupt(&project, &arguments, signal, || sleeps(&project));
    }
}

#[test]
fn a_signal_ends_a_check_while_sql_runs() {
    let project = Project::sample();
    project.write(GUESTS, format!("INSERT INTO guest (name) {ENDLESS}\n"));
    for signal in ["INT", "TERM"] {
        let begun = Instant::now();
        let is_under_way = || begun.elapsed() > Duration::from_millis(400);
        interrupt(&project, &["check", "guests"], signal, is_under_way);
    }
}

#[test]
fn a_signal_ends_a_check_while_rows_are_read_back() {
    let project = Project::empty().exercise(
        "ch01-only/it",
        "title = \"It\"\nfiles = [\"it.sql\"]\n[limits]\nseconds = 100\n[[steps]]\nsql_file = \"it.sql\"\n",
        &[Yours("it.sql", "SELECT 1;\n", "CREATE TABLE seen (number INTEGER);\n")],
    );
    project
        .answer(&format!("CREATE TABLE seen (number INTEGER);\nCREATE VIEW slow AS {ENDLESS}\n"));
    for signal in ["INT", "TERM"] {
        let begun = Instant::now();
        let is_under_way = || begun.elapsed() > Duration::from_millis(400);
        interrupt(&project, &["check", "it"], signal, is_under_way);
    }
}

#[test]
fn a_signal_ends_a_check_while_its_program_is_compiled() {
    let project = Project::real();
    let path = "ch04-asking-questions/reverse-order";
    project.solve(path);
    let wrapper = put_wrapper(&project, "sleep 1000");
    project
        .write(".cargo/config.toml", format!("[build]\nrustc-workspace-wrapper = \"{wrapper}\"\n"));
    for signal in ["INT", "TERM"] {
        interrupt(&project, &["check", "reverse-order"], signal, || sleeps(&project));
    }
    project.remove(".cargo/config.toml").run(&["check", "reverse-order"]).code(0);
}

#[test]
fn reports_of_a_run_that_ends_early_are_whole() {
    let project = Project::sample();
    project.solve("ch01-tables/notes");
    project.write(GUESTS, format!("INSERT INTO guest (name) {ENDLESS}\n"));
    let report = |format| {
        let begun = Instant::now();
        let is_under_way = || begun.elapsed() > Duration::from_millis(800);
        let arguments = ["check", "notes", "guests", "--format", format];
        let output = interrupt(&project, &arguments, "TERM", is_under_way);
        String::from_utf8(output.stdout).expect("reports are text")
    };
    let json: Value = serde_json::from_str(&report("json")).expect("a whole document");
    assert_eq!(json["exercises"][0]["verdict"], "passed", "{json:#}");
    let junit = report("junit");
    let document = Document::parse(&junit).expect("a whole document");
    assert!(document.descendants().any(|node| node.has_tag_name("testcase")), "{junit}");
    for line in report("jsonl").lines() {
        serde_json::from_str::<Value>(line).expect("a whole line");
    }
}

/// How many times the usual number of kills a long run makes, as `WORKBOOK_KILLS` says.
pub(crate) fn times_as_many() -> u32 {
    std::env::var("WORKBOOK_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(1)
}

/// Kills `workbook` at `count` moments, spread evenly over all of its time, and calls `inspect` after each.
fn kill_at_moments(project: &Project, arguments: &[&str], count: u32, inspect: impl Fn()) {
    let begun = Instant::now();
    project.run(arguments);
    let whole = begun.elapsed();
    for attempt in 0..count * times_as_many() {
        let mut child = project.start(arguments);
        thread::sleep(whole.mul_f64(f64::from(attempt) * 0.618_034 % 1.0));
        child.kill().and_then(|()| child.wait()).expect("workbook ends");
        inspect();
    }
}

#[test]
fn a_check_may_be_killed_at_any_moment() {
    let project = Project::sample();
    project.solve("ch01-tables/notes").solve("ch02-questions/guests");
    let verdicts = || {
        let report = project.report_all(&[], 1);
        let exercises = report["exercises"].as_array().expect("a list").clone();
        exercises.iter().map(|one| one["verdict"].clone()).collect::<Vec<_>>()
    };
    let right = verdicts();
    let files = project.files();
    kill_at_moments(&project, &["check", "--all"], 80, || {
        assert_eq!(verdicts(), right);
        let listed = stdout(&project.run(&["list"]).code(0));
        assert!(listed.contains("3 of 4 passed"), "{listed}");
    });
    assert_eq!(project.files(), files);
    // Only what is older than this is swept.
    thread::sleep(Duration::from_secs(2));
    project.run(&["check", "--all"]).code(1);
    project.leaves_nothing();
}

#[test]
fn a_reset_may_be_killed_at_any_moment() {
    let project = Project::sample();
    let starter = project.read(NOTES);
    let mine = "-- migrate:up\nCREATE TABLE mine (id INTEGER);\n-- migrate:down\n";
    project.write(NOTES, mine);
    kill_at_moments(&project, &["reset", "notes"], 60, || {
        let found = project.read(NOTES);
        let kept = project.root.join(".workbook/replaced");
        let is_kept = fs::read_dir(&kept).is_ok_and(|entries| entries.count() > 0);
        assert!(found == mine || (found == starter && is_kept), "{found}");
        project.run(&["reset", "notes"]).code(0);
        assert_eq!(project.read(NOTES), starter);
        fs::remove_dir_all(kept).expect("what was replaced is kept");
        project.write(NOTES, mine);
    });
    let names = project.files().into_keys().filter(|name| name.starts_with("exercises"));
    assert_eq!(names.count(), 9, "{:?}", project.files().keys());
}
