//! Scripts and models of many worlds, graded by the rules. What several test files need stands here.

use super::*;
use crate::migration;
use crate::span::SourceFile;

mod broken;
mod models;
mod passing;

/// Findings about scripts, as `number: kind` with the message, by the rule that tells it.
struct Told {
    things: Vec<String>,
    rows: Vec<String>,
    back: Vec<String>,
}

/// Scripts, each an up half and a down half. `own` are rows of the learner's own after the last.
#[track_caller]
fn told_with(halves: &[(&str, &str)], own: &str) -> Told {
    let list: Vec<Script> = (1..)
        .zip(halves)
        .map(|(number, (up, down))| {
            let name = format!("{number:04}_it.sql");
            let text = match *down {
                "none" => format!("-- migrate:up\n{up}\n"),
                down => format!("-- migrate:up\n{up}\n-- migrate:down\n{down}\n"),
            };
            migration::parse(&name, &SourceFile::new(&*name, text))
                .expect("the test's script is right")
        })
        .collect();
    let guard = |connection| Sandbox::new(connection, || false);
    let populated = || {
        let sandbox = guard(Connection::open_in_memory().ok()?).ok()?;
        migration::run::upgrade(&sandbox, &list, &migration::Target::All).ok()?;
        sandbox.connection().execute_batch(own).expect("the test's rows are right");
        (!own.is_empty()).then(|| sandbox.into_connection())
    };
    let scripts = Scripts { list: &list, guard: &guard, populated: &populated };
    let lines = |found: Result<Vec<Broken>, Halt>| -> Vec<String> {
        let line = |broken: Broken| {
            let number =
                broken.script.map_or("-".to_owned(), |(number, _)| (number + 1).to_string());
            let problem = crate::finding::Problem::Rule(Box::new(broken.problem));
            assert!(!problem.hint().is_empty());
            format!("{number} {}: {}", problem.kind(), problem.message(None))
        };
        found.expect("the rules can be tried").into_iter().map(line).collect()
    };
    Told {
        things: lines(one_thing_each(&scripts)),
        rows: lines(with_rows(&scripts)),
        back: lines(reversible(&scripts)),
    }
}

#[track_caller]
fn told(halves: &[(&str, &str)]) -> Told {
    told_with(halves, "")
}

/// Whatever is told of the scripts.
#[track_caller]
fn right(halves: &[(&str, &str)]) {
    right_with(halves, "");
}

#[track_caller]
fn right_with(halves: &[(&str, &str)], own: &str) {
    let Told { things, rows, back } = told_with(halves, own);
    assert_eq!([things, rows, back].concat(), [""; 0]);
}

/// One line, which begins with `start` and has `part` in it.
#[track_caller]
fn only(lines: &[String], start: &str, part: &str) {
    assert!(
        lines.len() == 1 && lines[0].starts_with(start) && lines[0].contains(part),
        "{start} {part}\n{lines:#?}"
    );
}

const MEMBER: (&str, &str) = (
    "CREATE TABLE member (id INTEGER PRIMARY KEY, name TEXT NOT NULL, phone TEXT);",
    "DROP TABLE member;",
);
const LOAN: (&str, &str) = (
    "CREATE TABLE loan (id INTEGER PRIMARY KEY, member_id INTEGER NOT NULL REFERENCES member (id), title TEXT NOT NULL);
     CREATE INDEX loan_member ON loan (member_id);",
    "DROP TABLE loan;",
);
const NOTE: (&str, &str) =
    ("ALTER TABLE loan ADD COLUMN note TEXT;", "ALTER TABLE loan DROP COLUMN note;");

fn rebuilt_member(columns: &str, copied: &str) -> String {
    format!(
        "CREATE TABLE new_member ({columns}); INSERT INTO new_member (id, name, phone) SELECT {copied} FROM member;
         DROP TABLE member; ALTER TABLE new_member RENAME TO member;"
    )
}

const OLD: &str = "id INTEGER PRIMARY KEY, name TEXT NOT NULL, phone TEXT";
const REQUIRED: &str = "id INTEGER PRIMARY KEY, name TEXT NOT NULL, phone TEXT NOT NULL";
