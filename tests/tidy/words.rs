//! Names and sentences of the code: one type name, one meaning; docs that say what a thing is; `if` for conditions.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use crate::files::{SourceFile, rust_files, source};
use crate::tokens::visit;
use crate::{DEFINED_TWICE, NONE, OPENERS, OPENERS_IN_HUNDRED, assert_none, each};

/// The crates of the project. Tests may name their helpers as they like.
pub(crate) const CRATES: &[&str] =
    &["runner/src", "runner/learner", "runner/book/src", "runner/core/src", "runner/harness/src"];

#[test]
fn a_type_name_is_defined_in_one_file_only() {
    assert_none(type_problems(&rust_files(CRATES), DEFINED_TWICE));
}

#[test]
fn docs_say_what_a_thing_is() {
    assert_none(opener_problems(&rust_files(CRATES)));
}

#[test]
fn conditions_are_no_match() {
    assert_none(each(&rust_files(&["runner", "tests"]), match_problems));
}

#[test]
fn the_rule_on_type_names_can_fail() {
    let files = [
        source("a.rs", "struct Mark; impl Trait for Mark { type Item = u8; }"),
        source("b.rs", "mod c { enum Mark {} } impl Trait for X { type Item = u8; }"),
        source("c.rs", "type Files = Vec<u8>; #[cfg(test)] mod tests { struct Mark; }"),
    ];
    assert_eq!(type_problems(&files[..1], &[]), NONE);
    assert_eq!(type_problems(&files, &[]), ["the type `Mark` is defined in a.rs and b.rs"]);
    assert_eq!(type_problems(&files, &["Mark"]), NONE);
}

#[test]
fn the_rule_on_docs_can_fail() {
    let good =
        "/// Masks what changes.\n/// What follows is no opening line.\nfn f() {}\n".repeat(2);
    assert_eq!(opener_problems(&[source("a.rs", &good)]), NONE);
    let bad = format!("{good}    /// Whether: a question.\n");
    assert_eq!(
        opener_problems(&[source("a.rs", &bad)]),
        [
            "1 of 3 docs open with a question word, more than 8 in a hundred",
            "a.rs:7: a doc opens with `Whether`"
        ]
    );
}

#[test]
fn the_rule_on_conditions_can_fail() {
    let matches = |text: &str| match_problems(&source("a.rs", text));
    assert_eq!(matches("fn f() { match (a, b) { _ => () } g(()) }"), NONE);
    assert_eq!(
        matches("fn f() {\n match () { () if a => 1, () => 2 } }"),
        ["a.rs:2: `match ()` should be `if`"]
    );
    assert_eq!(matches("fn f() { match a { (true, _) => 1, _ => 2 } }"), NONE);
    assert_eq!(
        matches("fn f() {\n match a {\n true => 1, false => 2 } }"),
        ["a.rs:3: `match` on `true` should be `if`"]
    );
}

/// Types that are defined in several files, apart from those that may be.
fn type_problems(files: &[SourceFile], excused: &[&str]) -> Vec<String> {
    let mut places: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for file in files {
        for name in defined_types(file.code()) {
            places.entry(name).or_default().insert(&file.name);
        }
    }
    let twice = places
        .into_iter()
        .filter(|(name, places)| places.len() > 1 && !excused.contains(&name.as_str()));
    twice
        .map(|(name, places)| {
            let places: Vec<&str> = places.into_iter().collect();
            format!("the type `{name}` is defined in {}", places.join(" and "))
        })
        .collect()
}

/// The types and traits that the code defines. An alias counts outside of braces only: in an `impl` it is another thing.
pub(crate) fn defined_types(code: TokenStream) -> BTreeSet<String> {
    let mut names = names_after(&["type"], &code.clone().into_iter().collect::<Vec<_>>());
    visit(code, &mut |tokens| {
        names.extend(names_after(&["struct", "enum", "trait", "union"], tokens));
    });
    names
}

fn names_after(keywords: &[&str], tokens: &[TokenTree]) -> BTreeSet<String> {
    let pairs = tokens.windows(2).filter_map(|pair| match pair {
        [TokenTree::Ident(word), TokenTree::Ident(name)] => Some((word, name)),
        _ => None,
    });
    let defined = pairs.filter(|(word, _)| keywords.iter().any(|keyword| *word == keyword));
    defined.map(|(_, name)| name.to_string()).collect()
}

/// Docs that open with a question word, when they are too many.
fn opener_problems(files: &[SourceFile]) -> Vec<String> {
    let openers: Vec<(String, String)> = files.iter().flat_map(openers).collect();
    let questions: Vec<&(String, String)> =
        openers.iter().filter(|(_, word)| OPENERS.contains(&word.as_str())).collect();
    if questions.len() * 100 <= openers.len() * OPENERS_IN_HUNDRED {
        return Vec::new();
    }
    let (some, all) = (questions.len(), openers.len());
    let mut wrong = vec![format!(
        "{some} of {all} docs open with a question word, more than {OPENERS_IN_HUNDRED} in a hundred"
    )];
    let lines = questions.iter().map(|(place, word)| format!("{place}: a doc opens with `{word}`"));
    wrong.extend(lines);
    wrong
}

/// The place and the first word of each doc comment, a file's own left out.
fn openers(file: &SourceFile) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut is_doc = false;
    for (index, line) in file.text.lines().enumerate() {
        let doc = line.trim_start().strip_prefix("///");
        if let Some(text) = doc.filter(|_| !is_doc) {
            let word =
                text.trim_start().split([' ', ',', '.', ':', ';']).next().unwrap_or_default();
            found.push((format!("{}:{}", file.name, index + 1), word.to_owned()));
        }
        is_doc = doc.is_some();
    }
    found
}

fn match_problems(file: &SourceFile) -> Vec<String> {
    let mut wrong = Vec::new();
    visit(file.tokens(), &mut |tokens| {
        for (index, token) in tokens.iter().enumerate() {
            let line = token.span().start().line;
            match (token, &tokens[index + 1..]) {
                (TokenTree::Ident(word), [TokenTree::Group(group), ..])
                    if *word == "match" && is_unit(group) =>
                {
                    wrong.push(format!("{}:{line}: `match ()` should be `if`", file.name));
                }
                (TokenTree::Ident(word), [TokenTree::Punct(one), TokenTree::Punct(two), ..])
                    if *word == "true" && (one.as_char(), two.as_char()) == ('=', '>') =>
                {
                    wrong.push(format!("{}:{line}: `match` on `true` should be `if`", file.name));
                }
                _ => (),
            }
        }
    });
    wrong
}

fn is_unit(group: &Group) -> bool {
    group.delimiter() == Delimiter::Parenthesis && group.stream().is_empty()
}
