//! The reports for programs, and what goes to which stream in which dress.

use std::fs;
use std::io::pipe;
use std::path::Path;
use std::process::Stdio;

use roxmltree::{Document, Node};
use serde_json::{Value, json};
use snapbox::cmd::{Command, OutputAssert};
use snapbox::str;

use crate::project::{Project, stdout};

/// A course in which one exercise passed before, one passes, one fails and one is broken.
fn mixed() -> Project {
    let project = Project::sample();
    project.write("book/explained.toml", "nullability = [\"ch01-tables.md#ch1-notes\"]\n");
    project.check("greeting").code(0);
    project.write(
        "exercises/ch01-tables/notes/migrations/0001_notes.sql",
        "-- migrate:up\nCREATE TABLE note (\n  id INTEGER PRIMARY KEY,\n  text TEXT\n);\n",
    );
    project.solve("ch02-questions/titles");
    project.write("exercises/ch02-questions/guests/exercise.toml", "title = 3\n");
    project
}

#[test]
fn the_json_report_has_every_field() {
    let output =
        mixed().run(&["check", "ch1", "ch2", "--format", "json"]).code(2).stderr_eq(str![""]);
    let mut report: Value =
        serde_json::from_slice(&output.get_output().stdout).expect("it is JSON");
    for exercise in report["exercises"].as_array_mut().expect("a list of exercises") {
        let elapsed = exercise["elapsed_ms"].take();
        assert!(
            elapsed.as_f64().is_some_and(|elapsed| (0.0..60_000.0).contains(&elapsed)),
            "{elapsed}"
        );
    }
    let passed = |name: &str| json!({ "name": name, "verdict": "passed", "points": 1, "earned": 1, "findings": [] });
    let skipped = |name: &str| {
        json!({
            "name": name, "verdict": "skipped", "points": 1, "earned": 0, "blocked_by": "upgrade head", "findings": []
        })
    };
    let failed = |name: &str, findings: &[Value]| json!({ "name": name, "verdict": "failed", "points": 1, "earned": 0, "findings": findings });
    let accepted = json!({
        "kind": "should_fail",
        "table": null,
        "column": null,
        "message": "your database accepted this statement; it must refuse it: INSERT INTO note (text) VALUES (NULL)",
        "now": "your database accepted this statement: INSERT INTO note (text) VALUES (NULL)",
        "should": "it must refuse it",
        "section": null,
        "hint": "find in this statement what must not be let in, then read what your file says about it: a rule is missing there, or \
                 lets too much through",
        "file": "exercises/ch01-tables/notes/migrations/0001_notes.sql",
        "line": 2,
    });
    let finding = json!({
        "kind": "nullability",
        "table": "note",
        "column": "text",
        "message": "column `note.text` allows NULL; a row without a value there must be refused; this was accepted: INSERT INTO note (id, text) VALUES (64, NULL)",
        "now": "column `note.text` allows NULL; this was accepted: INSERT INTO note (id, text) VALUES (64, NULL)",
        "should": "a row without a value there must be refused",
        "section": "book/ch01-tables.md#ch1-notes",
        "hint": "look at the line of `text`: what says whether a value must be there?",
        "file": "exercises/ch01-tables/notes/migrations/0001_notes.sql",
        "line": 4,
    });
    let given = json!({ "name": "the books", "verdict": "passed", "points": 0, "earned": 0, "findings": [] });
    let mut first = finding.clone();
    first["step"] = json!("upgrade head");
    let expected = json!({
        "exercises": [
            {
                "first": first,
                "id": "ch1/notes",
                "title": "A table for notes",
                "verdict": "failed",
                "points": 5,
                "earned": 1,
                "unchanged": false,
                "elapsed_ms": null,
                "steps": [
                    failed("upgrade head", &[finding]),
                    failed("a note without a text", &[accepted]),
                    passed("two notes"),
                    skipped("downgrade -1"),
                    skipped("up again"),
                ],
            },
            {
                "id": "ch1/greeting",
                "title": "A greeting",
                "verdict": "passed",
                "points": 0,
                "earned": 0,
                "unchanged": true,
                "elapsed_ms": null,
                "steps": [],
            },
            {
                "id": "ch2/titles",
                "title": "Titles in order",
                "verdict": "passed",
                "points": 1,
                "earned": 1,
                "unchanged": false,
                "elapsed_ms": null,
                "steps": [given, passed("ask for the titles")],
            },
            {
                "id": "ch2/guests",
                "title": "",
                "verdict": "broken",
                "points": 0,
                "earned": 0,
                "unchanged": false,
                "elapsed_ms": null,
                "error": "exercises/ch02-questions/guests/exercise.toml:1:9: invalid type: integer `3`, expected a string",
                "steps": [],
            },
        ],
        "passed": 2,
        "failed": 2,
        "untouched": 0,
    });
    assert_eq!(report, expected, "{report:#}");
}

#[test]
fn the_json_report_of_nothing_is_still_json() {
    let project = Project::empty();
    let output = project.run(&["check", "--all", "--format", "json"]).code(0);
    let report: Value = serde_json::from_slice(&output.get_output().stdout).expect("it is JSON");
    assert_eq!(report, json!({ "exercises": [], "passed": 0, "failed": 0, "untouched": 0 }));
}

#[test]
fn an_exercise_that_nobody_has_edited_is_untouched_in_every_report() {
    let project = Project::sample();
    let output = project.run(&["check", "ch1", "--format", "json"]).code(1);
    let report: Value = serde_json::from_slice(&output.get_output().stdout).expect("it is JSON");
    assert_eq!(report["exercises"][0]["verdict"], "untouched");
    assert_eq!(report["exercises"][1]["verdict"], "passed", "its starter is right as it is");
    let counts = ["passed", "failed", "untouched"].map(|count| report[count].clone());
    assert_eq!(counts, [1, 0, 1]);
    let output = project.run(&["check", "ch1", "--format", "junit"]).code(1);
    let text = String::from_utf8(output.get_output().stdout.clone()).expect("it is text");
    let document = Document::parse(&text).expect("it is well formed");
    let counts =
        ["tests", "failures", "skipped"].map(|name| document.root_element().attribute(name));
    assert_eq!(counts, [Some("2"), Some("0"), Some("1")], "{text}");
    project.append("exercises/ch01-tables/notes/migrations/0001_notes.sql", "-- begun\n");
    let output = project.run(&["check", "ch1", "--format", "json"]).code(1);
    let report: Value = serde_json::from_slice(&output.get_output().stdout).expect("it is JSON");
    assert_eq!(report["exercises"][0]["verdict"], "failed");
}

#[test]
fn the_junit_report_has_a_suite_for_each_chapter_and_a_case_for_each_exercise() {
    let output =
        mixed().run(&["check", "ch1", "ch2", "--format", "junit"]).code(2).stderr_eq(str![""]);
    let text = String::from_utf8(output.get_output().stdout.clone()).expect("it is text");
    let document = Document::parse(&text).expect("it is well formed");
    let root = document.root_element();
    let counts = |node: Node<'_, '_>| {
        ["tests", "failures", "errors"].map(|name| node.attribute(name).map(str::to_owned))
    };
    let some = |counts: [&str; 3]| counts.map(|count| Some(count.to_owned()));
    assert_eq!((root.tag_name().name(), counts(root)), ("testsuites", some(["4", "1", "1"])));
    let suites: Vec<_> = root.children().filter(Node::is_element).collect();
    assert_eq!(
        suites.iter().map(|suite| suite.attribute("name")).collect::<Vec<_>>(),
        [Some("ch1"), Some("ch2")]
    );
    assert_eq!(counts(suites[0]), some(["2", "1", "0"]));
    assert_eq!(counts(suites[1]), some(["2", "0", "1"]));
    let cases: Vec<_> = root.descendants().filter(|node| node.has_tag_name("testcase")).collect();
    let names: Vec<_> = cases.iter().filter_map(|case| case.attribute("name")).collect();
    assert_eq!(names, ["ch1/notes", "ch1/greeting", "ch2/titles", "ch2/guests"]);
    let points: Vec<_> =
        cases[0].descendants().filter(|node| node.has_tag_name("property")).collect();
    let points: Vec<_> =
        points.iter().map(|node| (node.attribute("name"), node.attribute("value"))).collect();
    assert_eq!(
        points[..2],
        [(Some("points"), Some("1/5")), (Some("step 1: upgrade head"), Some("0/1"))]
    );
    assert_eq!(points.len(), 6, "{text}");
    let failure = cases[0].children().find(|node| node.has_tag_name("failure")).expect("a failure");
    let message = failure.attribute("message").expect("a message");
    assert!(message.contains("column `note.text` allows NULL"), "{message}");
    assert!(failure.text().is_some_and(|text| text.contains("0001_notes.sql:4")), "{text}");
    assert!(cases[3].children().any(|node| node.has_tag_name("error")), "{text}");
}

#[test]
fn what_a_terminal_would_take_for_a_command_is_kept_out_of_the_xml() {
    let project =
        Project::of("[[steps]]\ncommand = [\"sh\", \"answer.sh\"]\n", "answer.sh", "echo one\n");
    project.answer("printf 'a\\033[31m<b>&\\001\\000]]>\\n'\n");
    let output = project.run(&["check", "it", "--format", "junit"]).code(1);
    let text = String::from_utf8(output.get_output().stdout.clone()).expect("it is text");
    Document::parse(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
    let output = project.run(&["check", "it", "--format", "json"]).code(1);
    serde_json::from_slice::<Value>(&output.get_output().stdout).expect("it is JSON");
    let said = String::from_utf8(project.run(&["check", "it"]).code(1).get_output().stdout.clone())
        .expect("it is text");
    assert!(!said.contains(['\u{1b}', '\u{1}', '\0']), "{said:?}");
}

#[test]
fn results_go_to_standard_output_and_warnings_to_standard_error() {
    let project = Project::sample();
    project.write(".workbook/progress.json", "garbage");
    let output =
        project.run(&["check", "greeting", "--format", "json"]).code(0).stderr_eq(str![[r#"
warning: your progress in `[ROOT]/.workbook/progress.json` is not what the workbook wrote: [..]
hint: delete the file to start anew

"#]]);
    serde_json::from_slice::<Value>(&output.get_output().stdout)
        .expect("nothing else is on standard output");
}

#[test]
fn a_terminal_gets_colours_and_nothing_else_does() {
    let project = Project::sample();
    let (code, said) = project.in_terminal(80, &["check", "ch1"]);
    assert_eq!(code, 1);
    assert!(said.contains("\u{1b}["), "{said}");
    let piped = project.run(&["check", "ch1"]).code(1);
    assert!(!piped.get_output().stdout.contains(&0x1b));
    let piped = project.run(&["show", "notes"]).code(0);
    assert!(!piped.get_output().stdout.contains(&0x1b));
    let asked = project.run_with("", &["check", "ch1"], &[("CLICOLOR_FORCE", "1")]).code(1);
    assert!(asked.get_output().stdout.contains(&0x1b));
    let refused = project
        .run_with("", &["check", "ch1"], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")])
        .code(1);
    assert!(!refused.get_output().stdout.contains(&0x1b));
}

#[test]
fn a_terminal_without_width_or_with_little_gets_the_same_words() {
    let project = Project::sample();
    // What is found a second time is told in more words, and then always.
    project.run(&["check", "notes"]).code(1);
    let commands =
        [&["check", "notes"][..], &["list"], &["show", "notes"], &["hint", "titles"], &["--help"]];
    for command in commands {
        let wide = words(&project.in_terminal(100, command).1);
        assert!(!wide.is_empty());
        assert_eq!(words(&project.in_terminal(0, command).1), wide, "{command:?} in no columns");
        assert_eq!(words(&project.in_terminal(20, command).1), wide, "{command:?} in 20 columns");
    }
}

/// The words on a terminal, without how they are dressed and broken into lines.
fn words(said: &str) -> Vec<String> {
    anstream::adapter::strip_str(said).to_string().split_whitespace().map(str::to_owned).collect()
}

#[test]
fn a_reader_who_has_had_enough_is_no_error() {
    let project = Project::sample();
    for command in [
        &["list"][..],
        &["check", "ch1"],
        &["show", "notes"],
        &["completions", "bash"],
        &["--help"],
    ] {
        let (reader, writer) = pipe().expect("a pipe can be had");
        drop(reader);
        let child = project.start_with(command, Stdio::from(writer));
        let output = child.wait_with_output().expect("workbook ends");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{command:?}");
        assert!(output.status.code().is_some(), "{command:?} ends by itself: {}", output.status);
    }
    project
        .shell("workbook list | head -1")
        .code(0)
        .stdout_eq(str![[r#"
· untouched ch1/notes     A table for notes  <- next

"#]])
        .stderr_eq(str![""]);
}

#[test]
fn the_program_of_cargo_run_has_done_what_it_lacks_with_the_same_words_and_exit_code() {
    let whole = mixed().run(&["check", "ch1", "ch2", "--format", "junit"]).code(2);
    let project = mixed();
    let course = project.root.to_str().expect("the path is text");
    let arguments = ["--course", course, "check", "ch1", "ch2", "--format", "junit"];
    let checkout = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let handed_over = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--"])
        .args(arguments)
        .current_dir(checkout)
        .assert()
        .code(2);
    let [whole, handed_over] = [&whole, &handed_over].map(without_times);
    assert_eq!(handed_over, whole);
}

/// A report in JUnit with each `time="…"` emptied.
fn without_times(output: &OutputAssert) -> String {
    let text = stdout(output);
    let mut parts = text.split(" time=\"");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |whole, part| whole + part.split_once('"').map_or("", |(_, rest)| rest))
}

#[test]
fn the_short_report_has_a_line_for_each_finding() {
    let output = mixed().run(&["check", "ch1", "ch2", "--format", "short"]).code(2);
    output.stderr_eq(str![""]).stdout_eq(str![[r#"
exercises/ch01-tables/notes/migrations/0001_notes.sql:4:3: nullability: column `note.text` allows NULL; a row without a value there must be refused; this was accepted: INSERT INTO note (id, text) VALUES (64, NULL)
exercises/ch01-tables/notes/migrations/0001_notes.sql:2:14: should_fail: your database accepted this statement; it must refuse it: INSERT INTO note (text) VALUES (NULL)
exercises/ch02-questions/guests/exercise.toml:1:1: broken: exercises/ch02-questions/guests/exercise.toml:1:9: invalid type: integer `3`, expected a string

"#]]);
    let passed = mixed();
    passed.run(&["check", "greeting", "titles", "--format", "short"]).code(0).stdout_eq(str![""]);
}

/// The task of an editor for a file, and the pattern by which it reads what that prints.
#[test]
fn the_tasks_of_the_editor_read_the_short_report() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../.vscode/tasks.json");
    let text = fs::read_to_string(path).expect("the tasks are there");
    let tasks: Value = serde_json::from_str(&text).expect("they are JSON");
    let task = &tasks["tasks"][0];
    assert_eq!(
        task["problemMatcher"]["pattern"]["regexp"], r"^(.+?):(\d+):(\d+): ([a-z_]+): (.*)$",
        "the tests below read lines as this pattern does"
    );
    let project = mixed();
    let file = "exercises/ch01-tables/notes/migrations/0001_notes.sql";
    let arguments =
        task["args"].as_array().expect("a list").iter().skip_while(|word| *word != "--");
    let arguments: Vec<String> = arguments
        .skip(1)
        .map(|word| word.as_str().expect("a word").replace("${file}", file))
        .collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let lines = stdout(&project.run(&words).code(1));
    assert_eq!(lines.lines().count(), 2, "{lines}");
    for line in lines.lines() {
        let mut parts = line.splitn(5, ':');
        assert_eq!(parts.next(), Some(file));
        assert!(parts.next().is_some_and(|number| number.parse::<usize>().is_ok()), "{line}");
        assert!(parts.next().is_some_and(|number| number.parse::<usize>().is_ok()), "{line}");
        let kind = parts.next().and_then(|kind| kind.strip_prefix(' ')).unwrap_or_default();
        let is_word = |kind: &str| kind.chars().all(|one| one.is_ascii_lowercase() || one == '_');
        assert!(!kind.is_empty() && is_word(kind), "{line}");
    }
}
