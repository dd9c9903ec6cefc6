//! Libraries that belong to one place are named only there, and the core names nothing that has effects.

use std::collections::BTreeSet;

use proc_macro2::TokenTree;

use crate::files::{SourceFile, SourceModule, crate_sources, module, rust_files, source};
use crate::tokens::{covers, is_test, paths, visit, without};
use crate::{LIBRARIES, NONE, NOT_IN_CORE, assert_none, each};

#[test]
fn libraries_are_named_only_where_they_belong() {
    assert_none(library_problems(LIBRARIES, &crate_sources()));
}

#[test]
fn the_core_knows_no_process_thread_or_file() {
    assert_none(each(&rust_files(&["runner/core/src"]), core_problems));
}

#[test]
fn the_rule_on_libraries_can_fail() {
    let table: &[(&str, &[&str])] = &[("clap", &["cli"])];
    let sources =
        [module("cli", "use clap::Parser;"), module("check::perform", "fn f() { clap::f() }")];
    assert_eq!(
        library_problems(table, &sources),
        ["check/perform.rs:1: `check::perform` may not name `clap`"]
    );
    assert_eq!(
        library_problems(table, &sources[2..]),
        ["the table lets `cli` name `clap`, and it does not"]
    );
}

#[test]
fn the_rule_on_the_core_can_fail() {
    let core = |text: &str| core_problems(&source("a.rs", text));
    assert_eq!(
        core("use std::time::Duration; // std::fs\nconst A: &str = \"std::process::exit\";"),
        NONE
    );
    assert_eq!(core("use std::{io, fs::File};"), ["a.rs:1: the core may not name `std::fs::File`"]);
    assert_eq!(
        core("\nfn f() { query(\"SELECT date('now')\") }"),
        ["a.rs:2: the core may not ask SQLite for the time"]
    );
}

fn library_problems(table: &[(&str, &[&str])], sources: &[SourceModule]) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut used: BTreeSet<(&str, &str)> = BTreeSet::new();
    for source in sources {
        for (line, path) in paths(without(&source.tokens, is_test)) {
            let path = path.join("::");
            let Some((library, allowed)) = table.iter().find(|(library, _)| covers(library, &path))
            else {
                continue;
            };
            match allowed.iter().find(|allowed| covers(allowed, &source.name)) {
                Some(module) => _ = used.insert((library, module)),
                None => wrong.push(format!(
                    "{}:{line}: `{}` may not name `{library}`",
                    source.file, source.name
                )),
            }
        }
    }
    for (library, allowed) in table {
        let unused = allowed.iter().filter(|module| !used.contains(&(*library, **module)));
        wrong.extend(
            unused.map(|module| {
                format!("the table lets `{module}` name `{library}`, and it does not")
            }),
        );
    }
    wrong
}

fn core_problems(file: &SourceFile) -> Vec<String> {
    let mut wrong = Vec::new();
    for (line, path) in paths(file.code()) {
        let whole = path.join("::");
        if NOT_IN_CORE.iter().any(|name| covers(name, &whole)) {
            wrong.push(format!("{}:{line}: the core may not name `{whole}`", file.name));
        }
    }
    visit(file.code(), &mut |tokens| {
        let clocks = tokens.iter().filter(|token| {
            matches!(token, TokenTree::Literal(_)) && token.to_string().contains("'now'")
        });
        wrong.extend(clocks.map(|token| {
            let line = token.span().start().line;
            format!("{}:{line}: the core may not ask SQLite for the time", file.name)
        }));
    });
    wrong
}
