//! Imports run one way only, as the table says, and ARCHITECTURE.md has the same table and a map of all modules.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use crate::files::{SourceModule, crate_sources, module, root};
use crate::tokens::{covers, is_test, paths, without};
use crate::{IMPORTS, NONE, assert_none};

#[test]
fn imports_run_one_way_only() {
    assert_none(import_problems(IMPORTS, &crate_sources()));
}

#[test]
fn the_map_in_architecture_is_true() {
    let page =
        fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md can be read");
    assert!(
        page.contains(&imports_as_markdown(IMPORTS)),
        "ARCHITECTURE.md wants\n{}",
        imports_as_markdown(IMPORTS)
    );
    let modules = crate_sources()
        .into_iter()
        .map(|source| source.name.trim_start_matches("core::").to_owned());
    // The map tells of these two with one line for all that is below them; of a crate's own root it tells in a sentence.
    let in_sight = modules.filter(|name| {
        name != "core" && !name.starts_with("command::") && !name.starts_with("report::")
    });
    let missing =
        in_sight.filter(|name| name != "book" && !page.contains(&format!("\n| `{name}` |")));
    assert_none(missing.map(|name| format!("ARCHITECTURE.md: the map lacks `{name}`")).collect());
}

#[test]
fn the_rule_on_imports_can_fail() {
    let table: &[(&str, &[&str])] = &[("a", &["b", "core::c"]), ("b", &[]), ("core::c", &[])];
    let found = |a: &str, b: &str| {
        let sources = [module("a", a), module("b", b), module("core::c", "")];
        import_problems(table, &sources)
    };
    assert_eq!(found("use crate::b::B; fn f() { workbook_core::c::run() }", ""), NONE);
    assert_eq!(
        found("use {crate::b, workbook_core::c};", "\nuse super::a;"),
        ["b.rs:2: `b` may not import `a`"]
    );
    assert_eq!(
        found(
            "use crate::b; use workbook_core::c;",
            "fn f() { g!(crate::{b, a::{self, Y as Z}}); pub(super) }"
        ),
        ["b.rs:1: `b` may not import `a`", "b.rs:1: `b` may not import `a::Y`"]
    );
    assert_eq!(
        found("use crate::b;", ""),
        ["the table lets `a` import `core::c`, and it does not"]
    );
    assert_eq!(
        import_problems(&[("gone", &[])], &[module("new", "")]),
        [
            "the table names a module `gone`, and there is none",
            "the module `new` is not in the table"
        ]
    );
    let circle: &[(&str, &[&str])] = &[("a", &["b"]), ("b", &["a"])];
    let sources = [module("a", "use crate::b;"), module("b", "use crate::a;")];
    assert_eq!(
        import_problems(circle, &sources),
        ["the table lets `a` import itself, by way of others"]
    );
}

fn import_problems(table: &[(&str, &[&str])], sources: &[SourceModule]) -> Vec<String> {
    let mut wrong = table_problems(table, sources);
    let mut used: BTreeSet<(&str, &str)> = BTreeSet::new();
    for source in sources {
        let Some((row, allowed)) = table
            .iter()
            .filter(|(row, _)| covers(row, &source.name))
            .max_by_key(|(row, _)| row.len())
        else {
            continue;
        };
        for (line, path) in paths(without(&source.tokens, is_test)) {
            let Some(target) = resolve(&source.name, &path, table) else { continue };
            let internal = covers(row, &target)
                && table.iter().all(|(other, _)| {
                    other == row || !covers(row, other) || !covers(other, &target)
                });
            if internal || allowed.contains(&"*") {
                continue;
            }
            match allowed.iter().find(|allowed| covers(allowed, &target)) {
                Some(edge) => _ = used.insert((row, edge)),
                None => wrong.push(format!(
                    "{}:{line}: `{}` may not import `{target}`",
                    source.file, source.name
                )),
            }
        }
    }
    for (row, allowed) in table {
        let unused = allowed.iter().filter(|edge| **edge != "*" && !used.contains(&(*row, **edge)));
        wrong.extend(
            unused.map(|edge| format!("the table lets `{row}` import `{edge}`, and it does not")),
        );
    }
    wrong
}

/// The table for people, without the modules that import nothing.
fn imports_as_markdown(table: &[(&str, &[&str])]) -> String {
    let list = |allowed: &[&str]| match allowed {
        ["*"] => "anything".to_owned(),
        _ => allowed.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "),
    };
    let rows = table.iter().filter(|(_, allowed)| !allowed.is_empty());
    let lines = rows.map(|(row, allowed)| format!("| `{row}` | {} |\n", list(allowed)));
    format!("| module | may import |\n|---|---|\n{}", lines.collect::<String>())
}

/// What is wrong with the table itself: a module it lacks or has too many, or a circle.
fn table_problems(table: &[(&str, &[&str])], sources: &[SourceModule]) -> Vec<String> {
    let mut wrong = Vec::new();
    for (row, _) in
        table.iter().filter(|(row, _)| !sources.iter().any(|source| source.name == *row))
    {
        wrong.push(format!("the table names a module `{row}`, and there is none"));
    }
    for source in
        sources.iter().filter(|source| !table.iter().any(|(row, _)| covers(row, &source.name)))
    {
        wrong.push(format!("the module `{}` is not in the table", source.name));
    }
    let mut reached: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    // As many rounds as there are modules are enough to find the longest way.
    for _ in table {
        for (row, allowed) in table {
            for edge in *allowed {
                let leads_to = |other: &&str| covers(edge, other) || covers(other, edge);
                let mut further: BTreeSet<&str> =
                    table.iter().map(|(other, _)| *other).filter(leads_to).collect();
                further.extend(
                    further
                        .clone()
                        .iter()
                        .filter_map(|next| reached.get(next))
                        .flatten()
                        .copied()
                        .collect::<Vec<_>>(),
                );
                reached.entry(row).or_default().extend(further);
            }
        }
    }
    if let Some((row, _)) = reached.iter().find(|(row, to)| to.contains(*row)) {
        wrong.push(format!("the table lets `{row}` import itself, by way of others"));
    }
    wrong
}

/// What a path in `module` leads to, when that is ours: the module with what is named in it.
pub(crate) fn resolve(module: &str, path: &[String], table: &[(&str, &[&str])]) -> Option<String> {
    // `pub(super)` names a place and imports nothing.
    if path.len() == 1 {
        return None;
    }
    let crates = ["core", "workbook_book"];
    let krate = crates.into_iter().find(|krate| covers(krate, module)).unwrap_or_default();
    let inside: Vec<&str> = if module == "lib" { Vec::new() } else { module.split("::").collect() };
    let up = path.iter().take_while(|word| *word == "super").count();
    let base: Vec<&str> = match path.first()?.as_str() {
        "crate" => krate.split("::").filter(|word| !word.is_empty()).collect(),
        "self" => inside,
        "super" => inside[..inside.len().saturating_sub(up)].to_vec(),
        "workbook_core" => vec!["core"],
        "workbook_book" => vec!["workbook_book"],
        // One library under two names.
        "workbook_authors" | "workbook_learner" => match path.get(1) {
            Some(second) if table.iter().any(|(row, _)| row == second) => Vec::new(),
            _ => return Some("lib".to_owned()),
        },
        first if module == "lib" && table.iter().any(|(row, _)| *row == first) => {
            return Some(path.join("::"));
        }
        _ => return None,
    };
    let rest = path.iter().skip(up.max(1)).map(String::as_str);
    let whole: Vec<&str> = base.into_iter().chain(rest).collect();
    (!whole.is_empty()).then(|| whole.join("::"))
}
