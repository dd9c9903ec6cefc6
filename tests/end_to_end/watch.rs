//! `workbook watch`: what is graded and when, in a terminal and in a pipe.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use crate::project::{NOTES_SOLUTION, Project};
use crate::pseudo_terminal::PseudoTerminal;

const NOTES: &str = "exercises/ch01-tables/notes/migrations/0001_notes.sql";
const GUESTS: &str = "exercises/ch02-questions/guests/guests.sql";
const GUESTS_SOLUTION: &str = "INSERT INTO guest (name) VALUES ('Susan'), ('John');\n";
const NULLS: &str = "-- migrate:up
CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT);
-- migrate:down
DROP TABLE note;
";
const ENDLESS: &str = "INSERT INTO guest (name) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL \
                       SELECT i + 1 FROM n) SELECT count(*) FROM n;\n";

const USUAL: (u16, u16) = (80, 24);

#[test]
fn what_is_saved_is_graded_at_once() {
    let project = Project::sample();
    let mut terminal = PseudoTerminal::start(&project, USUAL, &["watch"], &[]);
    terminal.wait_for("there is no table `note` yet");
    terminal.wait_for("0 of 4 passed");
    project.write(NOTES, NULLS);
    terminal.wait_for("column `note.text` allows NULL");
    project.write(NOTES, NOTES_SOLUTION);
    terminal.wait_for("✓ ch1/notes");
    terminal.wait_for("1 of 4 passed");
    terminal.press("q");
    assert_eq!(terminal.end(), 0);
    project.run(&["list"]).code(0).stdout_eq(snapbox::str![[r#"
✓ passed    ch1/notes     A table for notes
· untouched ch1/greeting  A greeting  <- next
· untouched ch2/titles    Titles in order
· untouched ch2/guests    Two guests
1 of 4 passed

"#]]);
}

#[test]
fn the_words_are_those_of_check() {
    let project = Project::sample();
    project.write(NOTES, NULLS);
    let report = crate::project::stdout(&project.check("notes").code(1));
    let (finding, _) = report.rsplit_once("\n0 passed").expect("a report ends with a count");
    let mut terminal = PseudoTerminal::start(&project, (300, 50), &["watch"], &[]);
    // The second time it says more.
    terminal.wait_for("in other words");
    for line in finding.lines() {
        terminal.wait_for(line.trim_end());
    }
    terminal.press("q");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn a_file_may_be_replaced_or_gone_for_a_moment() {
    for options in [&["watch", "guests"][..], &["watch", "guests", "--poll"]] {
        let project = Project::sample();
        let mut terminal = PseudoTerminal::start(&project, USUAL, options, &[]);
        terminal.wait_for("a row is missing from `guest`");
        let place = project.root.join(GUESTS);
        // As an editor that writes beside and renames.
        let beside = project.root.join("exercises/ch02-questions/guests/.guests.sql.swp");
        fs::write(&beside, "INSERT INTO guest (name) VALUES ('susan'), ('John');\n")
            .expect("a file can be written");
        fs::rename(&beside, &place).expect("a file can be renamed");
        terminal.wait_for("susan");
        // As one that moves the old file away first.
        fs::rename(&place, project.root.join("exercises/ch02-questions/guests/guests.sql~"))
            .expect("a file can be renamed");
        thread::sleep(Duration::from_millis(150));
        assert!(!terminal.screen().contains("is not there"), "{}", terminal.screen());
        fs::write(&place, GUESTS_SOLUTION).expect("a file can be written");
        terminal.wait_for("✓ ch2/guests");
        // One that stays away is told of.
        fs::remove_file(&place).expect("a file can be removed");
        terminal.wait_for("✗ ch2/guests");
        terminal.press("q");
        assert_eq!(terminal.end(), 0);
    }
}

#[test]
fn a_save_ends_the_check_before_it() {
    let project = Project::sample();
    let manifest = "exercises/ch02-questions/guests/exercise.toml";
    project.edit(manifest, "seconds = 1", "seconds = 600");
    let mut terminal = PseudoTerminal::start(&project, USUAL, &["watch", "guests"], &[]);
    terminal.wait_for("a row is missing from `guest`");
    for _ in 0..3 {
        project.write(GUESTS, ENDLESS);
        terminal.wait_for("checking ch2/guests");
        project.write(GUESTS, GUESTS_SOLUTION);
        let took = terminal.wait_for("✓ ch2/guests");
        assert!(took < Duration::from_secs(5), "{took:?}");
        terminal.wait_without("checking");
    }
    // An endless check keeps nobody from leaving.
    project.write(GUESTS, ENDLESS);
    terminal.wait_for("checking ch2/guests");
    terminal.press("q");
    assert_eq!(terminal.end(), 0);
    // What was not graded to its end has not passed.
    project.run(&["list"]).code(0).stdout_eq(snapbox::str![[r#"
...
[..]ch2/guests    Two guests[..]
0 of 4 passed

"#]]);
}

#[test]
fn many_saves_end_in_the_verdict_on_the_last() {
    let project = Project::sample();
    let mut terminal = PseudoTerminal::start(&project, USUAL, &["watch", "guests"], &[]);
    terminal.wait_for("a row is missing from `guest`");
    for round in 0..60 {
        project.write(GUESTS, format!("INSERT INTO guest (name) VALUES ('nobody {round}');\n"));
        thread::sleep(Duration::from_millis(round % 7 * 5));
    }
    project.write(GUESTS, GUESTS_SOLUTION);
    terminal.wait_for("✓ ch2/guests");
    thread::sleep(Duration::from_millis(500));
    assert!(terminal.screen().contains("✓ ch2/guests"), "{}", terminal.screen());
    terminal.press("q");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn a_file_of_another_exercise_leads_to_that_one() {
    let project = Project::sample();
    let mut terminal = PseudoTerminal::start(&project, USUAL, &["watch"], &[]);
    terminal.wait_for("there is no table `note` yet");
    // Nobody answers an exercise in such a file.
    project.write("exercises/ch02-questions/guests/.guests.sql.swp", "half");
    project.write(GUESTS, GUESTS_SOLUTION);
    terminal.wait_for("✓ ch2/guests");
    terminal.press("q");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn it_follows_to_the_next_exercise_when_asked_to() {
    let project = Project::sample();
    let mut terminal = PseudoTerminal::start(&project, USUAL, &["watch", "--follow"], &[]);
    terminal.wait_for("there is no table `note` yet");
    project.solve("ch01-tables/notes");
    // The greeting passes as it is, so the titles come next.
    terminal.wait_for("ch2/titles");
    terminal.wait_for("✓ ch1/greeting");
    terminal.wait_for("2 of 4 passed");
    project.solve("ch02-questions/titles");
    terminal.wait_for("a row is missing from `guest`");
    project.solve("ch02-questions/guests");
    terminal.wait_for("nothing else that is watched is open");
    terminal.wait_for("4 of 4 passed");
    terminal.press("q");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn files_are_looked_at_where_the_system_has_no_watch_to_give() {
    let project = Project::sample();
    let line = "echo 0 > /proc/sys/user/max_inotify_instances && exec \"$@\"";
    let Some(project) =
        project.run_through(&["unshare", "--map-root-user", "sh", "-c", line, "sh"])
    else {
        return;
    };
    let mut terminal = PseudoTerminal::start(&project, USUAL, &["watch"], &[]);
    terminal.wait_for("there is no table `note` yet");
    terminal.wait_for("noticed by looking again and again");
    project.write(NOTES, NULLS);
    terminal.wait_for("column `note.text` allows NULL");
    terminal.press("q");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn a_selector_that_chooses_nothing_is_told_as_elsewhere() {
    let project = Project::sample();
    let told = crate::project::stderr(&project.run(&["check", "gusts"]).code(2));
    assert_eq!(crate::project::stderr(&project.run(&["watch", "gusts"]).code(2)), told);
    let elsewhere = project.folder("elsewhere");
    let error = crate::project::stderr(&project.run_in(&elsewhere, &["watch"]).code(2));
    assert!(error.contains("there is no course here"), "{error}");
    let empty = Project::empty();
    let error = crate::project::stderr(&empty.run(&["watch"]).code(2));
    assert_eq!(error, "error: the course has no exercises\n");
}

#[test]
fn in_a_pipe_one_report_follows_the_other() {
    for signal in ["INT", "TERM"] {
        let project = Project::sample();
        let mut child = project.start_with(&["watch", "guests"], Stdio::piped());
        let out = child.stdout.take().expect("it is a pipe");
        let mut lines = BufReader::new(out).lines().map(|line| line.expect("reports are text"));
        let mut read_to = |end: &str| {
            let mut report = Vec::new();
            for line in lines.by_ref() {
                let is_last = line.contains(end);
                report.push(line);
                if is_last {
                    return report.join("\n");
                }
            }
            panic!("`{end}` does not come:\n{}", report.join("\n"));
        };
        let first = read_to("workbook check ch2/guests");
        assert!(first.contains("a row is missing from `guest`"), "{first}");
        project.write(GUESTS, GUESTS_SOLUTION);
        let second = read_to("workbook check ch1/notes");
        assert!(second.contains("✓ ch2/guests"), "{second}");
        assert!(!second.contains('\u{1b}'), "{second:?}");
        project.shell(&format!("kill -{signal} {}", child.id())).code(0);
        let begun = Instant::now();
        let output = child.wait_with_output().expect("workbook ends");
        assert!(begun.elapsed() < Duration::from_secs(3), "{signal}: {:?}", begun.elapsed());
        assert_eq!(output.status.code(), Some(130), "{output:?}");
        let told = String::from_utf8_lossy(&output.stderr);
        // On a busy machine a check is waited for.
        let told: Vec<_> = told.lines().filter(|line| !line.starts_with("checking ")).collect();
        assert_eq!(told, ["grading what is saved; Ctrl-C ends it"]);
        project.leaves_nothing();
    }
}

#[test]
fn an_answer_that_is_saved_during_a_check_has_not_passed() {
    let project = Project::sample();
    let manifest = "exercises/ch02-questions/guests/exercise.toml";
    let slow = "\n[[steps]]\nname = \"wait\"\nrejects = \"WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000) INSERT INTO guest (id, name) SELECT 1, count(*) FROM n\"\n";
    project.append(manifest, slow).edit(manifest, "seconds = 1", "seconds = 60");
    let record = project.run(&["dev", "record", "guests"]).code(0).get_output().stdout.clone();
    project.write("tests/snapshots/ch02-questions/guests.snap", record);
    project.write(GUESTS, GUESTS_SOLUTION);
    let child = project.start(&["check", "guests"]);
    thread::sleep(Duration::from_millis(150));
    project.write(GUESTS, "INSERT INTO guest (name) VALUES ('late');\n");
    let output = child.wait_with_output().expect("workbook ends");
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let listed = crate::project::stdout(&project.run(&["list"]).code(0));
    assert!(listed.contains("· open      ch2/guests"), "{listed}");
}
