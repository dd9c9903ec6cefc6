//! Names of tables and columns are compared by their own type, which knows that SQLite disregards case.

use crate::files::{SourceFile, rust_files, source};
use crate::tokens::paths;
use crate::{COMPARE_WORDS, NONE, assert_none, each};

#[test]
fn names_are_compared_by_their_own_type() {
    let files = rust_files(&["runner"]);
    let others = files.into_iter().filter(|file| !COMPARE_WORDS.contains(&&*file.name));
    assert_none(each(&others.collect::<Vec<_>>(), comparison_problems));
}

#[test]
fn the_rule_on_names_can_fail() {
    let compare = |text: &str| comparison_problems(&source("a.rs", text));
    assert_eq!(compare("fn f(a: &Name, b: &Name) -> bool { a == b }"), NONE);
    assert_eq!(
        compare("fn f(a: &str) -> bool {\n a.eq_ignore_ascii_case(\"cookie\") }"),
        ["a.rs:2: compare names as `Name`"]
    );
}

fn comparison_problems(file: &SourceFile) -> Vec<String> {
    paths(file.tokens())
        .into_iter()
        .filter(|(_, path)| path.last().is_some_and(|name| name == "eq_ignore_ascii_case"))
        .map(|(line, _)| format!("{}:{line}: compare names as `Name`", file.name))
        .collect()
}
