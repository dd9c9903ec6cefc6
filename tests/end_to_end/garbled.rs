//! Files that a person or a program writes, changed at random: each is read, or refused in one message, and nothing panics.

use crate::mutation::{Sequence, mutate};
use crate::project::{Project, stderr, stdout};

/// Parts of manifests, settings and records.
const PARTS: &[&str] = &[
    "\"",
    "'",
    "[",
    "]]",
    "[[steps]]\n",
    "=",
    "=\n",
    "\n",
    "\r",
    "\0",
    "\u{feff}",
    "\u{202e}",
    "\\u0000",
    "\\",
    "#",
    "{",
    "}",
    "true",
    "-1",
    "99999999999999999999",
    "1e400",
    "nan",
    "inf",
    "1979-05-27",
    "..",
    "/",
    "//",
    "?mode=",
    "%00",
    "$",
    "${DATABASE_URL}",
    "export ",
    "sqlite:",
    "null",
    "{}",
    "points",
    "upgrade",
    "head",
    "é",
];

/// How many times each file is changed.
const TIMES: usize = 60;

/// Runs a command on a file that is another one each time; `text` is what is right in it.
#[track_caller]
fn run_on_changed(project: &Project, file: &str, text: &str, arguments: &[&str]) {
    let mut sequence = Sequence(text.len() as u64);
    for _ in 0..TIMES {
        let mut changed = text.to_owned();
        for _ in 0..=sequence.below(4) {
            mutate(&mut changed, PARTS, &mut sequence);
        }
        project.write(file, &changed);
        assert_answered(project, arguments, &[], &changed);
    }
    project.write(file, text);
}

#[track_caller]
fn assert_answered(
    project: &Project,
    arguments: &[&str],
    environment: &[(&str, &str)],
    text: &str,
) {
    let output = project.run_with("", arguments, environment);
    let said = stdout(&output) + &stderr(&output);
    let code = output.get_output().status.code();
    assert!(matches!(code, Some(0..=2)), "{code:?} after\n{text}\n{said}");
    assert!(
        !said.contains("panicked") && !said.contains("RUST_BACKTRACE"),
        "after\n{text}\n{said}"
    );
    assert!(code != Some(2) || !said.trim().is_empty(), "nothing was said after\n{text}");
}

#[test]
fn the_files_of_a_course_are_read_or_refused() {
    let project = Project::sample().praised();
    project.solve("ch02-questions/guests");
    project.check("guests").code(0);
    project.write("book/explained.toml", "nullability = [\"ch01-tables.md#ch1-notes\"]\n");
    let check = ["check", "ch2/guests"];
    for file in [
        "exercises/ch02-questions/guests/exercise.toml",
        "tests/snapshots/ch02-questions/guests.snap",
        "book/explained.toml",
        ".workbook/progress.json",
    ] {
        run_on_changed(&project, file, &project.read(file), &check);
    }
    let list = "tests/answers/ch02-questions/guests/answers.toml";
    run_on_changed(&project, list, &project.read(list), &["dev", "check", "guests", "--quick"]);
}

#[test]
fn settings_of_a_database_are_read_or_refused() {
    let project = Project::scripts(&[(
        "0001_a.sql",
        "-- migrate:up\nCREATE TABLE a (b);\n-- migrate:down\nDROP TABLE a;\n",
    )]);
    let settings =
        "# The shop.\nexport DATABASE_URL=\"sqlite:shop.db?mode=rwc\"\nOTHER='a b' # note\n";
    run_on_changed(&project, ".env", settings, &["db", "status"]);
    project.remove(".env");
    let mut sequence = Sequence(5);
    for _ in 0..TIMES {
        let mut address = "sqlite://shop.db?mode=rw".to_owned();
        mutate(&mut address, PARTS, &mut sequence);
        // No environment can hold it.
        let address = address.replace('\0', "");
        assert_answered(&project, &["db", "status"], &[("DATABASE_URL", &address)], &address);
    }
}
