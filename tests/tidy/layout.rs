//! How files begin, how long they are, what they are called, and what must not be left in them.

use proc_macro2::{Group, TokenTree};

use crate::files::{SourceFile, files, rust_files, source};
use crate::tokens::visit;
use crate::{LINES, NONE, PRIVATE, assert_none, each};

#[test]
fn every_file_opens_with_one_line_on_its_duty() {
    assert_none(each(
        &files(&["runner", "tests", "exercises", "solutions"], &["rs", "sql"]),
        opening_problems,
    ));
}

#[test]
fn no_test_is_ignored() {
    let files = rust_files(&["runner", "tests", "exercises", "solutions"]).into_iter();
    // A wrong answer may be no Rust at all.
    let ours = files.filter(|file| !file.name.starts_with("tests/answers/"));
    assert_none(each(&ours.collect::<Vec<_>>(), ignored_problems));
}

#[test]
fn files_are_short_and_named_for_what_they_hold() {
    assert_none(each(&rust_files(&["runner"]), length_problems));
}

#[test]
fn no_path_of_a_private_machine_is_left_in_a_file() {
    let all = [
        "rs", "sql", "md", "toml", "snap", "lock", "yml", "yaml", "js", "css", "hbs", "html",
        "json", "trycmd", "txt",
    ];
    assert_none(each(&files(&[""], &all), private_problems));
}

#[test]
fn the_rule_on_the_first_line_can_fail() {
    let opening = |name: &str, text: &str| opening_problems(&source(name, text));
    assert_eq!(opening("a.rs", "//! Does one thing and no other.\n"), NONE);
    assert_eq!(opening("a.sql", "-- Makes the table.\n"), NONE);
    assert_eq!(
        opening("a.rs", "use b;"),
        ["a.rs:1: the file does not open with `//! ` and its duty"]
    );
    assert_eq!(
        opening("a.sql", "--\nSELECT 1;"),
        ["a.sql:1: the file does not open with `-- ` and its duty"]
    );
}

#[test]
fn the_rule_on_ignored_tests_can_fail() {
    let ignored = ignored_problems(&source("a.rs", "#[test]\n#[ignore = \"slow\"]\nfn f() {}"));
    assert_eq!(ignored, ["a.rs:2: a test is ignored"]);
    assert_eq!(ignored_problems(&source("a.rs", "// #[ignore]\n#[test]\nfn f() {}")), NONE);
}

#[test]
fn the_rule_on_lengths_and_names_can_fail() {
    let text = "//\n".repeat(LINES + 1);
    assert_eq!(length_problems(&source("a.rs", &text)), ["a.rs: 601 lines are more than 600"]);
    assert_eq!(length_problems(&source("a.rs", "//")), NONE);
    assert_eq!(
        length_problems(&source("a/utils.rs", "")),
        ["a/utils.rs: name the file for what it holds"]
    );
}

#[test]
fn the_rule_on_private_paths_can_fail() {
    let text = format!("ok\nsee {}\n", PRIVATE[0]);
    assert_eq!(
        private_problems(&source("a.md", &text)),
        [format!("a.md:2: `{}` is a private path", PRIVATE[0])]
    );
}

fn opening_problems(file: &SourceFile) -> Vec<String> {
    let start = if file.name.ends_with(".sql") { "-- " } else { "//! " };
    let duty =
        file.text.lines().next().and_then(|line| line.strip_prefix(start)).unwrap_or_default();
    if duty.split_whitespace().count() >= 3 {
        return Vec::new();
    }
    vec![format!("{}:1: the file does not open with `{start}` and its duty", file.name)]
}

fn ignored_problems(file: &SourceFile) -> Vec<String> {
    let mut wrong = Vec::new();
    visit(file.tokens(), &mut |tokens| {
        for pair in tokens.windows(2) {
            if let [TokenTree::Punct(hash), TokenTree::Group(group)] = pair
                && hash.as_char() == '#'
                && first_word(group) == "ignore"
            {
                let line = group.span().start().line;
                wrong.push(format!("{}:{line}: a test is ignored", file.name));
            }
        }
    });
    wrong
}

fn first_word(group: &Group) -> String {
    group.stream().into_iter().next().map_or_else(String::new, |word| word.to_string())
}

fn length_problems(file: &SourceFile) -> Vec<String> {
    let mut wrong = Vec::new();
    let lines = file.text.lines().count();
    if lines > LINES {
        wrong.push(format!("{}: {lines} lines are more than {LINES}", file.name));
    }
    if file.name.ends_with("utils.rs") {
        wrong.push(format!("{}: name the file for what it holds", file.name));
    }
    wrong
}

fn private_problems(file: &SourceFile) -> Vec<String> {
    let lines = file.text.lines().enumerate();
    let found = lines.flat_map(|(index, line)| {
        PRIVATE
            .iter()
            .filter(|path| line.contains(**path))
            .map(move |path| (index + 1, *path))
            .collect::<Vec<_>>()
    });
    found.map(|(line, path)| format!("{}:{line}: `{path}` is a private path", file.name)).collect()
}
