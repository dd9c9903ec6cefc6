//! The vocabulary in ARCHITECTURE.md: each type and module that it explains is there under that name.

use std::collections::BTreeSet;
use std::fs;

use crate::files::{crate_sources, root, rust_files};
use crate::words::{CRATES, defined_types};
use crate::{NONE, assert_none};

const HEADING: &str = "\n## Vocabulary\n";
/// The fewest and the most terms: less says too little, more is read by nobody.
const TERMS: std::ops::RangeInclusive<usize> = 20..=30;

#[test]
fn each_word_of_the_vocabulary_is_a_type_or_a_module() {
    let page =
        fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md can be read");
    let terms = terms(&page);
    assert!(TERMS.contains(&terms.len()), "the vocabulary has {} terms", terms.len());
    assert_none(term_problems(&terms, &known_names()));
}

#[test]
fn the_rule_on_the_vocabulary_can_fail() {
    let page = "# A\n| `Elsewhere` | x |\n\n## Vocabulary\n\n| term | meaning |\n|---|---|\n\
        | `Finding` | what is wrong |\n| `core::gone` | nothing |\n\n## More\n| `Other` | y |\n";
    let terms = terms(page);
    assert_eq!(terms, ["Finding", "core::gone"]);
    let known = BTreeSet::from(["Finding".to_owned()]);
    assert_eq!(
        term_problems(&terms, &known),
        ["ARCHITECTURE.md: the vocabulary explains `core::gone`, which is no type and no module"]
    );
    assert_eq!(term_problems(&terms[..1], &known), NONE);
}

/// The words in the first column of the table below the heading.
fn terms(page: &str) -> Vec<&str> {
    let (_, rest) = page.split_once(HEADING).unwrap_or_default();
    let section = rest.split("\n## ").next().unwrap_or_default();
    let rows = section.lines().filter_map(|line| line.strip_prefix("| `"));
    rows.filter_map(|row| row.split('`').next()).collect()
}

fn term_problems(terms: &[&str], known: &BTreeSet<String>) -> Vec<String> {
    let unknown = terms.iter().filter(|term| !known.contains(**term));
    let problem = unknown.map(|term| {
        format!("ARCHITECTURE.md: the vocabulary explains `{term}`, which is no type and no module")
    });
    problem.collect()
}

/// Every type and every module of the runner and the core, and the types of the harness.
fn known_names() -> BTreeSet<String> {
    let mut names: BTreeSet<String> =
        crate_sources().into_iter().map(|module| module.name).collect();
    for file in rust_files(CRATES) {
        names.extend(defined_types(file.code()));
    }
    names
}
