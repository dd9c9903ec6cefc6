//! The rules of the house, checked on the source files: who may import whom, print, touch files, and what files look like.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// Each module of the runner and the core, and what it may import. Imports run one way only.
///
/// `core::x` is a module of `workbook-core`. A name covers everything below it; `*` is everything there is.
const IMPORTS: &[(&str, &[&str])] = &[
    ("main", &["lib", "workbook_book"]),
    ("workbook_learner::main", &["lib"]),
    // Beside `command`, the handler of Ctrl-C.
    ("lib", &["cli", "command", "exit", "program::interrupt"]),
    ("cli", &[]),
    ("exit", &[]),
    ("command", &["*"]),
    ("report", &["event", "core::finding", "core::place", "core::rows", "core::snapshot"]),
    ("check", &["answer", "course", "event", "program", "scratch", "scripts", "core"]),
    ("program", &["atomic"]),
    ("scratch", &["core::sandbox"]),
    ("event", &["core::finding", "course"]),
    ("progress", &["atomic", "course"]),
    ("content_hash", &["course"]),
    ("book", &[]),
    (
        "book::diagram",
        &[
            "core::migration",
            "core::sandbox",
            "core::schema",
            "core::snapshot",
            "core::sql",
            "course",
            "scripts",
        ],
    ),
    ("workbook_book", &["book::diagram", "book::section", "course", "lib"]),
    ("scripts", &["answer", "course", "core::finding", "core::migration", "core::place"]),
    ("address", &[]),
    ("atomic", &[]),
    ("answer", &["course", "core::finding", "core::place"]),
    (
        "course",
        &[
            "book::section",
            "core::migration",
            "core::rows",
            "core::schema",
            "core::snapshot",
            "core::sql",
        ],
    ),
    ("book::section", &[]),
    ("core", &[]),
    (
        "core::rules",
        &[
            "core::finding",
            "core::generate",
            "core::migration",
            "core::rows",
            "core::sample",
            "core::sandbox",
            "core::schema",
            "core::script",
            "core::snapshot",
            "core::sql",
        ],
    ),
    ("core::snapshot", &["core::finding", "core::rows", "core::schema", "core::sql"]),
    (
        "core::finding",
        &[
            "core::generate",
            "core::migration",
            "core::place",
            "core::probe",
            "core::rows",
            "core::sandbox",
            "core::schema",
            "core::script",
            "core::sql",
        ],
    ),
    ("core::sample", &["core::rows", "core::schema", "core::sql"]),
    (
        "core::probe",
        &[
            "core::rows",
            "core::sample",
            "core::sandbox",
            "core::schema",
            "core::script",
            "core::sql",
        ],
    ),
    (
        "core::migration",
        &["core::rows", "core::sandbox", "core::schema", "core::script", "core::sql"],
    ),
    ("core::generate", &["core::schema", "core::sql"]),
    ("core::script", &["core::rows", "core::sandbox", "core::sql"]),
    ("core::schema", &["core::rows", "core::sql"]),
    ("core::sandbox", &["core::schema", "core::sql"]),
    ("core::place", &["core::sql"]),
    ("core::rows", &["core::sql"]),
    ("core::sql", &[]),
];

/// Libraries, and parts of the standard one, that only these modules may name.
const LIBRARIES: &[(&str, &[&str])] = &[
    ("clap", &["lib", "cli", "command"]),
    ("clap_complete", &["cli", "command"]),
    ("anyhow", &["lib", "command", "book::diagram", "workbook_book"]),
    ("mdbook_driver", &["workbook_book"]),
    ("annotate_snippets", &["report"]),
    ("proc_macro2", &["command"]),
    ("rusqlite", &["book::diagram", "check", "command", "scratch", "core"]),
    (
        "std::process",
        &["main", "workbook_learner::main", "lib", "exit", "check", "command", "program"],
    ),
];

/// What the core may not name, so that it also runs where there are no processes, threads, clocks and files.
const NOT_IN_CORE: &[&str] =
    &["std::process", "std::thread", "std::fs", "std::net", "std::env", "std::os"];
const CLOCKS: &[&str] = &["Instant", "SystemTime"];

const PRINTING: &[&str] = &["print", "println", "eprint", "eprintln", "dbg"];
const STREAMS: &[&str] = &["stdout", "stderr"];

/// Programs that know of their own streams: the runner, what an exercise links, the benchmark. All else is given a writer.
const MAY_PRINT: &[&str] = &[
    "runner/src/lib.rs",
    "runner/harness/src/lib.rs",
    "runner/benches/migrations.rs",
    "runner/benches/speed.rs",
    "runner/benches/timing.rs",
    "runner/core/tests/generate/random.rs",
];

const LINES: usize = 600;

/// Folders of somebody's own machine. `/home/me` is nobody's, so samples may use it.
const PRIVATE: &[&str] =
    &[concat!("/root", "/"), concat!("/Users", "/"), concat!("/var/", "folders/")];

// The rules.

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
fn libraries_are_named_only_where_they_belong() {
    assert_none(library_problems(LIBRARIES, &crate_sources()));
}

#[test]
fn the_core_knows_no_process_thread_clock_or_file() {
    assert_none(each(&rust_files(&["runner/core/src"]), core_problems));
}

#[test]
fn nothing_prints_but_where_a_program_begins() {
    let files = rust_files(&["runner"]);
    let printing = |file: &Source| {
        if MAY_PRINT.contains(&&*file.name) { Vec::new() } else { print_problems(file) }
    };
    assert_none(each(&files, printing));
}

#[test]
fn every_file_opens_with_one_line_on_its_duty() {
    assert_none(each(
        &files(&["runner", "tests", "exercises", "solutions"], &["rs", "sql"]),
        opening_problems,
    ));
}

#[test]
fn nothing_is_ignored_left_to_do_or_unwrapped() {
    let runs = rust_files(&["runner", "exercises", "solutions"]);
    assert_none(each(&runs, unfinished_problems));
    // A wrong answer may be no Rust at all.
    let answers = |file: &Source| file.name.starts_with("tests/answers/");
    let ours = rust_files(&["runner", "tests", "exercises", "solutions"])
        .into_iter()
        .filter(|file| !answers(file));
    assert_none(each(&ours.collect::<Vec<_>>(), ignored_problems));
}

#[test]
fn only_the_program_module_knows_an_operating_system() {
    assert_none(each(&rust_files(&["runner"]), system_problems));
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
fn there_is_one_sqlite_one_edition_and_one_version() {
    let read =
        |name: &str| fs::read_to_string(root().join(name)).expect("the workspace can be read");
    assert_none(lock_problems(&read("Cargo.lock")));
    let workspace: toml::Table = read("Cargo.toml").parse().expect("Cargo.toml is TOML");
    for member in workspace["workspace"]["members"].as_array().expect("members are a list") {
        let name = format!("{}/Cargo.toml", member.as_str().expect("a member is a path"));
        assert_none(manifest_problems(&name, &read(&name)));
    }
}

// Each rule can fail.

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
        core("\nlet now = time::Instant::now();"),
        ["a.rs:2: the core may not name `Instant`"]
    );
}

#[test]
fn the_rule_on_printing_can_fail() {
    let print = |text: &str| print_problems(&source("a.rs", text));
    assert_eq!(print("fn f(out: &mut dyn Write) { writeln!(out, \"println!\") }"), NONE);
    assert_eq!(print("fn f() { println!() }"), ["a.rs:1: `println!` prints"]);
    assert_eq!(
        print("fn f() { std::io::stderr().lock() }"),
        ["a.rs:1: `std::io::stderr` is a stream of the process"]
    );
    assert_eq!(print("#[cfg(test)]\nmod tests { fn f() { println!() } }"), NONE);
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
fn the_rule_on_unfinished_code_can_fail() {
    let unfinished = |text: &str| unfinished_problems(&source("a.rs", text));
    assert_eq!(unfinished("fn f() { a.unwrap_or(b) } // todo!() .unwrap()\n"), NONE);
    assert_eq!(unfinished("#[cfg(test)] mod tests { fn f() { a.unwrap() } }"), NONE);
    assert_eq!(unfinished("fn f() {\n a.unwrap() }"), ["a.rs:2: `unwrap()` outside of tests"]);
    assert_eq!(unfinished("fn f() { todo!() }"), ["a.rs:1: `todo!` is not done"]);
    let ignored = |text: &str| ignored_problems(&source("a.rs", text));
    assert_eq!(ignored("#[test]\n#[ignore = \"slow\"]\nfn f() {}"), ["a.rs:2: a test is ignored"]);
}

#[test]
fn the_rule_on_operating_systems_can_fail() {
    let system = |name: &str, text: &str| system_problems(&source(name, text));
    let program = "runner/src/program.rs";
    assert_eq!(
        system(
            program,
            "#[cfg(target_os = \"linux\")]\nfn f() { read(\"/proc/self\") }\nfn g() {}"
        ),
        NONE
    );
    assert_eq!(
        system(program, "fn f() { read(\"/proc/self\") }"),
        ["runner/src/program.rs:1: `/proc` without `#[cfg(target_os = \"linux\")]`"]
    );
    assert_eq!(
        system("a.rs", "#[cfg(target_os = \"linux\")]\nfn f() {}"),
        ["a.rs:1: `target_os` outside of `program`"]
    );
}

#[test]
fn the_rule_on_lengths_and_names_can_fail() {
    let text = "//\n".repeat(LINES + 1);
    assert_eq!(length_problems(&source("a.rs", &text)), ["a.rs: 601 lines are more than 600"]);
    assert_eq!(length_problems(&source("a.rs", "//")), NONE);
    assert_eq!(
        length_problems(&source("a/mod.rs", "")),
        ["a/mod.rs: name the file for what it holds"]
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

#[test]
fn the_rule_on_one_sqlite_can_fail() {
    let one = "name = \"libsqlite3-sys\"\nname = \"rusqlite\"\n";
    assert_eq!(lock_problems(one), NONE);
    assert_eq!(lock_problems(&format!("{one}{one}")).len(), 2);
    let good = "[package]\nversion.workspace = true\nedition.workspace = true\n[dependencies]\nrusqlite.workspace = true";
    assert_eq!(manifest_problems("a", good), NONE);
    let bad =
        "[package]\nversion = \"1.0.0\"\nedition = \"2021\"\n[dependencies]\nrusqlite = \"1\"";
    assert_eq!(manifest_problems("a", bad).len(), 3);
}

const NONE: [&str; 0] = [];

// The checkers: from text to a list of what is wrong with it.

fn import_problems(table: &[(&str, &[&str])], sources: &[Module]) -> Vec<String> {
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
fn table_problems(table: &[(&str, &[&str])], sources: &[Module]) -> Vec<String> {
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

fn library_problems(table: &[(&str, &[&str])], sources: &[Module]) -> Vec<String> {
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

fn core_problems(file: &Source) -> Vec<String> {
    let mut wrong = Vec::new();
    for (line, path) in paths(file.code()) {
        let whole = path.join("::");
        if NOT_IN_CORE.iter().any(|name| covers(name, &whole)) {
            wrong.push(format!("{}:{line}: the core may not name `{whole}`", file.name));
        }
        if let Some(clock) = path.iter().find(|name| CLOCKS.contains(&name.as_str())) {
            wrong.push(format!("{}:{line}: the core may not name `{clock}`", file.name));
        }
    }
    wrong.extend(print_problems(file));
    wrong
}

fn print_problems(file: &Source) -> Vec<String> {
    let tokens = file.code();
    let macros =
        macros(tokens.clone()).into_iter().filter(|(_, name)| PRINTING.contains(&name.as_str()));
    let mut wrong: Vec<String> =
        macros.map(|(line, name)| format!("{}:{line}: `{name}!` prints", file.name)).collect();
    for (line, path) in paths(tokens) {
        if path.len() > 1 && path.last().is_some_and(|name| STREAMS.contains(&name.as_str())) {
            wrong.push(format!(
                "{}:{line}: `{}` is a stream of the process",
                file.name,
                path.join("::")
            ));
        }
    }
    wrong
}

fn opening_problems(file: &Source) -> Vec<String> {
    let start = if file.name.ends_with(".sql") { "-- " } else { "//! " };
    let duty =
        file.text.lines().next().and_then(|line| line.strip_prefix(start)).unwrap_or_default();
    if duty.split_whitespace().count() >= 3 {
        return Vec::new();
    }
    vec![format!("{}:1: the file does not open with `{start}` and its duty", file.name)]
}

fn unfinished_problems(file: &Source) -> Vec<String> {
    let tokens = file.code();
    let left = |name: &str| matches!(name, "todo" | "unimplemented");
    let macros = macros(tokens.clone()).into_iter().filter(|(_, name)| left(name));
    let mut wrong: Vec<String> =
        macros.map(|(line, name)| format!("{}:{line}: `{name}!` is not done", file.name)).collect();
    let calls = paths(tokens)
        .into_iter()
        .filter(|(_, path)| path.last().is_some_and(|name| name == "unwrap"));
    wrong.extend(
        calls.map(|(line, _)| format!("{}:{line}: `unwrap()` outside of tests", file.name)),
    );
    wrong
}

fn ignored_problems(file: &Source) -> Vec<String> {
    let mut wrong = Vec::new();
    visit(file.tokens(), &mut |tokens| {
        for pair in tokens.windows(2) {
            if let [TokenTree::Punct(hash), TokenTree::Group(group)] = pair
                && hash.as_char() == '#'
                && group
                    .stream()
                    .into_iter()
                    .next()
                    .is_some_and(|word| word.to_string() == "ignore")
            {
                wrong.push(format!(
                    "{}:{}: a test is ignored",
                    file.name,
                    group.span().start().line
                ));
            }
        }
    });
    wrong
}

fn system_problems(file: &Source) -> Vec<String> {
    let is_program = file.name.starts_with("runner/src/program");
    let mut wrong = Vec::new();
    visit(file.tokens(), &mut |tokens| {
        for token in tokens.iter().filter(|token| !is_program && token.to_string() == "target_os") {
            wrong.push(format!(
                "{}:{}: `target_os` outside of `program`",
                file.name,
                token.span().start().line
            ));
        }
    });
    let is_linux = |condition: &str| condition == "target_os = \"linux\"";
    if file.condition.as_deref().is_some_and(is_linux) {
        return wrong;
    }
    visit(without(&file.tokens(), is_linux), &mut |tokens| {
        let strings = tokens.iter().filter(|token| {
            matches!(token, TokenTree::Literal(_)) && token.to_string().contains("/proc")
        });
        wrong.extend(strings.map(|token| {
            format!(
                "{}:{}: `/proc` without `#[cfg(target_os = \"linux\")]`",
                file.name,
                token.span().start().line
            )
        }));
    });
    wrong
}

fn length_problems(file: &Source) -> Vec<String> {
    let mut wrong = Vec::new();
    let lines = file.text.lines().count();
    if lines > LINES {
        wrong.push(format!("{}: {lines} lines are more than {LINES}", file.name));
    }
    if file.name.ends_with("/mod.rs") || file.name.ends_with("utils.rs") {
        wrong.push(format!("{}: name the file for what it holds", file.name));
    }
    wrong
}

fn private_problems(file: &Source) -> Vec<String> {
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

fn lock_problems(lock: &str) -> Vec<String> {
    let count =
        |name: &str| lock.lines().filter(|line| *line == format!("name = \"{name}\"")).count();
    let counted = ["libsqlite3-sys", "rusqlite"].map(|name| (name, count(name)));
    let wrong = counted.iter().filter(|(_, count)| *count != 1);
    wrong.map(|(name, count)| format!("Cargo.lock has {count} of `{name}`, not one")).collect()
}

fn manifest_problems(name: &str, text: &str) -> Vec<String> {
    let manifest: toml::Table = text.parse().expect("a Cargo.toml is TOML");
    let inherited =
        |value: Option<&toml::Value>| value.is_none_or(|value| value.get("workspace").is_some());
    let package = &manifest["package"];
    let mut wrong: Vec<String> = Vec::new();
    for key in ["edition", "version"] {
        if package.get(key).is_none() || !inherited(package.get(key)) {
            wrong.push(format!("{name}: `{key}` is not the workspace's"));
        }
    }
    for group in ["dependencies", "dev-dependencies", "build-dependencies"] {
        for library in ["rusqlite", "libsqlite3-sys", "sea-orm"] {
            if !inherited(manifest.get(group).and_then(|group| group.get(library))) {
                wrong.push(format!("{name}: `{library}` is not the workspace's"));
            }
        }
    }
    wrong
}

// Reading Rust: tokens without comments, and paths without the braces of `use`.

/// Whether `name` is `outer` or something in it.
fn covers(outer: &str, name: &str) -> bool {
    name.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

fn is_test(condition: &str) -> bool {
    let mut words = condition.split(|c: char| !c.is_alphanumeric());
    words.clone().any(|word| word == "test") && words.all(|word| word != "not")
}

/// What a path in `module` leads to, when that is ours: the module with what is named in it.
fn resolve(module: &str, path: &[String], table: &[(&str, &[&str])]) -> Option<String> {
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
        "workbook_learner" if table.iter().any(|(row, _)| *row == path[1]) => Vec::new(),
        "workbook_learner" => return Some("lib".to_owned()),
        first if module == "lib" && table.iter().any(|(row, _)| *row == first) => {
            return Some(path.join("::"));
        }
        _ => return None,
    };
    let rest = path.iter().skip(up.max(1)).map(String::as_str);
    let whole: Vec<&str> = base.into_iter().chain(rest).collect();
    (!whole.is_empty()).then(|| whole.join("::"))
}

/// Every path with its line: `use a::{b, c::d}` is `a::b` and `a::c::d`.
fn paths(tokens: TokenStream) -> Vec<(usize, Vec<String>)> {
    let mut found = Vec::new();
    visit(tokens, &mut |tokens| {
        let mut index = 0;
        while index < tokens.len() {
            index += path_at(&tokens[index..], &[], &mut found);
        }
    });
    found
}

/// Reads the path that begins here, if one does, and says how many tokens it took.
fn path_at(
    tokens: &[TokenTree],
    before: &[String],
    found: &mut Vec<(usize, Vec<String>)>,
) -> usize {
    let [TokenTree::Ident(first), ..] = tokens else { return 1 };
    let line = first.span().start().line;
    let mut path = before.to_vec();
    if before.is_empty() || *first != "self" {
        path.push(first.to_string());
    }
    let mut index = 1;
    while let [TokenTree::Punct(one), TokenTree::Punct(two), next, ..] = &tokens[index..]
        && (one.as_char(), one.spacing(), two.as_char()) == (':', Spacing::Joint, ':')
    {
        match next {
            TokenTree::Ident(word) => path.push(word.to_string()),
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                let items = inner.split(|token| token.to_string() == ",");
                items.for_each(|item| _ = path_at(item, &path, found));
                // `visit` goes into the group as well, but there its words have no path before them and lead nowhere.
                return index + 3;
            }
            TokenTree::Punct(star) if star.as_char() == '*' => path.push("*".to_owned()),
            _ => break,
        }
        index += 3;
    }
    found.push((line, path));
    index
}

/// Every macro that is called, with its line.
fn macros(tokens: TokenStream) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    visit(tokens, &mut |tokens| {
        for three in tokens.windows(3) {
            if let [TokenTree::Ident(name), TokenTree::Punct(mark), TokenTree::Group(_)] = three
                && mark.as_char() == '!'
            {
                found.push((name.span().start().line, name.to_string()));
            }
        }
    });
    found
}

/// Shows `look` every run of tokens: the file's, and that of each bracket in it.
fn visit(tokens: TokenStream, look: &mut dyn FnMut(&[TokenTree])) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    look(&tokens);
    for token in tokens {
        if let TokenTree::Group(group) = token {
            visit(group.stream(), look);
        }
    }
}

/// The tokens without the items whose `#[cfg(…)]` has a condition that is `unwanted`.
fn without(tokens: &TokenStream, unwanted: impl Fn(&str) -> bool + Copy) -> TokenStream {
    let mut tokens = tokens.clone().into_iter().peekable();
    let mut kept: Vec<TokenTree> = Vec::new();
    while let Some(token) = tokens.next() {
        match (&token, tokens.peek()) {
            (TokenTree::Punct(hash), Some(TokenTree::Group(group)))
                if hash.as_char() == '#'
                    && condition(group.stream()).is_some_and(|condition| unwanted(&condition)) =>
            {
                tokens.next();
                // An item ends with its body or with a semicolon.
                let is_end = |token: &TokenTree| match token {
                    TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
                    other => other.to_string() == ";",
                };
                for token in tokens.by_ref() {
                    if is_end(&token) {
                        break;
                    }
                }
            }
            (TokenTree::Group(group), _) => {
                let mut inner =
                    proc_macro2::Group::new(group.delimiter(), without(&group.stream(), unwanted));
                inner.set_span(group.span());
                kept.push(inner.into());
            }
            _ => kept.push(token),
        }
    }
    kept.into_iter().collect()
}

/// `test` of `cfg(test)`.
fn condition(attribute: TokenStream) -> Option<String> {
    let tokens: Vec<TokenTree> = attribute.into_iter().collect();
    match &tokens[..] {
        [TokenTree::Ident(name), TokenTree::Group(group)] if *name == "cfg" => {
            Some(group.stream().to_string())
        }
        _ => None,
    }
}

// The files.

/// A file of the project, by its path from the root.
struct Source {
    name: String,
    text: String,
    /// That of `#[cfg(…)]` where the file is declared as a module.
    condition: Option<String>,
}

/// A Rust file of the runner or the core as a module: `check::perform`, `core::schema::diff`.
struct Module {
    name: String,
    file: String,
    tokens: TokenStream,
}

impl Source {
    fn tokens(&self) -> TokenStream {
        self.text.parse().unwrap_or_else(|error| panic!("{}: {error}", self.name))
    }

    /// The tokens without tests.
    fn code(&self) -> TokenStream {
        if self.is_test() { TokenStream::new() } else { without(&self.tokens(), is_test) }
    }

    fn is_test(&self) -> bool {
        self.condition.as_deref().is_some_and(is_test)
    }
}

fn source(name: &str, text: &str) -> Source {
    Source { name: name.to_owned(), text: text.to_owned(), condition: None }
}

fn module(name: &str, text: &str) -> Module {
    let file = format!("{}.rs", name.replace("::", "/"));
    Module { name: name.to_owned(), tokens: source(&file, text).tokens(), file }
}

fn crate_sources() -> Vec<Module> {
    let mut modules = Vec::new();
    for (folder, krate) in [
        ("runner/src", ""),
        ("runner/learner", "workbook_learner::"),
        ("runner/book/src", "workbook_book::"),
        ("runner/core/src", "core::"),
    ] {
        for file in rust_files(&[folder]).into_iter().filter(|file| !file.is_test()) {
            let stem = file
                .name
                .trim_start_matches(folder)
                .trim_start_matches('/')
                .trim_end_matches(".rs");
            let name = format!("{krate}{}", stem.replace('/', "::"));
            let name = if krate.is_empty() { &name } else { name.trim_end_matches("::lib") };
            let name = name.to_owned();
            modules.push(Module { name, tokens: file.tokens(), file: file.name });
        }
    }
    modules
}

fn rust_files(folders: &[&str]) -> Vec<Source> {
    files(folders, &["rs"])
}

/// The project's own files in `folders` whose names end with one of `extensions`.
fn files(folders: &[&str], extensions: &[&str]) -> Vec<Source> {
    let folders = folders.iter().map(|folder| root().join(folder));
    let all = folders.flat_map(|folder| {
        walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().filter_entry(is_ours)
    });
    let all = all
        .map(|entry| entry.expect("the course can be read"))
        .filter(|entry| entry.file_type().is_file());
    let all = all.filter(|entry| {
        entry.path().extension().is_some_and(|ext| extensions.iter().any(|one| ext == *one))
    });
    let all = all.filter(|entry| !is_the_learners(entry.path()));
    let read = |path: &Path| {
        fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    };
    let file =
        |path: &Path| Source { condition: condition_of(path), ..source(&shown(path), &read(path)) };
    let files: Vec<Source> = all.map(|entry| file(entry.path())).collect();
    assert!(!files.is_empty(), "there is something to check");
    files
}

/// `test` of a file that another declares with `#[cfg(test)] mod tests;`, and of the files below it.
fn condition_of(path: &Path) -> Option<String> {
    let parent = path.parent()?.with_extension("rs");
    let declared_in = fs::read_to_string(&parent).ok()?;
    let module = format!("mod {};", path.file_stem()?.to_string_lossy());
    let lines: Vec<&str> = declared_in.lines().collect();
    let pair = lines.windows(2).find(|pair| pair[1].ends_with(&module))?;
    let condition = pair[0].strip_prefix("#[cfg(").and_then(|rest| rest.strip_suffix(")]"));
    condition.map(str::to_owned).or_else(|| condition_of(&parent))
}

/// What is built, kept or generated is nobody's source.
fn is_ours(entry: &walkdir::DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    entry.depth() == 0
        || !(name.starts_with('.')
            || name == "target"
            || name == "book-html"
            || name == "node_modules")
}

/// A learner may write in `exercises` what they like; the starters under `tests` are checked in its place.
fn is_the_learners(path: &Path) -> bool {
    let Ok(name) = path.strip_prefix(root().join("exercises")) else { return false };
    let given = root().join("solutions").join(name).exists()
        || name.starts_with("examples")
        || name.ends_with("exercise.toml");
    !given || root().join("tests/starters").join(name).exists()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the runner is in the course").to_owned()
}

fn shown(path: &Path) -> String {
    path.strip_prefix(root())
        .expect("the file is below the root")
        .to_string_lossy()
        .replace('\\', "/")
}

fn each(files: &[Source], problems: impl Fn(&Source) -> Vec<String>) -> Vec<String> {
    files.iter().flat_map(problems).collect()
}

#[track_caller]
fn assert_none(wrong: Vec<String>) {
    assert!(
        wrong.is_empty(),
        "{} against the rules of the house:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
