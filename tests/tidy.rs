//! The rules of the house that clippy cannot check: who may import whom, what files look like, and how things are named.

#[path = "tidy/circles.rs"]
mod circles;
#[path = "tidy/files.rs"]
mod files;
#[path = "tidy/first_build.rs"]
mod first_build;
#[path = "tidy/imports.rs"]
mod imports;
#[path = "tidy/layout.rs"]
mod layout;
#[path = "tidy/libraries.rs"]
mod libraries;
#[path = "tidy/manifests.rs"]
mod manifests;
#[path = "tidy/names.rs"]
mod names;
#[path = "tidy/systems.rs"]
mod systems;
#[path = "tidy/tokens.rs"]
mod tokens;
#[path = "tidy/vocabulary.rs"]
mod vocabulary;
#[path = "tidy/words.rs"]
mod words;

use files::SourceFile;

/// Each module of the runner and the core, and what it may import. Imports run one way only.
///
/// `core::x` is a module of `workbook-core`. A name covers everything below it; `*` is everything there is.
const IMPORTS: &[(&str, &[&str])] = &[
    ("main", &["lib", "workbook_book"]),
    ("workbook_learner::main", &["lib"]),
    // Beside `command`, the handler of Ctrl-C, and the launcher, which is this program as well.
    ("lib", &["cli", "command", "exit", "program", "terminal"]),
    ("cli", &[]),
    ("exit", &[]),
    ("terminal", &[]),
    ("command", &["*"]),
    (
        "report",
        &["event", "core::finding", "core::grade", "core::snapshot", "core::span", "terminal"],
    ),
    ("check", &["answer", "course", "event", "program", "core"]),
    ("program", &["atomic"]),
    ("event", &["core::grade", "course"]),
    ("progress", &["atomic", "course"]),
    ("content_hash", &["course", "core::exercise"]),
    ("book", &[]),
    (
        "book::diagram",
        &[
            "answer",
            "core::exercise",
            "core::migration",
            "core::sandbox",
            "core::schema",
            "core::snapshot",
            "core::sql",
            "course",
        ],
    ),
    (
        "book::workplace",
        &["answer", "check", "core::exercise", "core::finding", "core::grade", "course"],
    ),
    (
        "workbook_book",
        &["book::diagram", "book::section", "book::workplace", "core::exercise", "course", "lib"],
    ),
    (
        "scripts",
        &["answer", "course", "core::finding", "core::grade", "core::migration", "core::span"],
    ),
    ("address", &[]),
    ("atomic", &[]),
    ("answer", &["course", "core::exercise", "core::finding", "core::grade", "core::span"]),
    (
        "course",
        &[
            "book::section",
            "core::exercise",
            "core::migration",
            "core::rows",
            "core::sample",
            "core::schema",
            "core::snapshot",
            "core::span",
            "core::sql",
        ],
    ),
    ("book::section", &[]),
    ("core", &[]),
    (
        "core::grade",
        &[
            "core::exercise",
            "core::finding",
            "core::locate",
            "core::migration",
            "core::probe",
            "core::rows",
            "core::rules",
            "core::sample",
            "core::sandbox",
            "core::schema",
            "core::script",
            "core::snapshot",
            "core::span",
            "core::sql",
        ],
    ),
    (
        "core::exercise",
        &["core::migration", "core::rows", "core::sample", "core::snapshot", "core::sql"],
    ),
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
    (
        "core::locate",
        &[
            "core::finding",
            "core::migration",
            "core::probe",
            "core::rows",
            "core::schema",
            "core::span",
            "core::sql",
        ],
    ),
    (
        "core::snapshot",
        &["core::finding", "core::probe", "core::rows", "core::schema", "core::sql"],
    ),
    (
        "core::finding",
        &[
            "core::generate",
            "core::migration",
            "core::probe",
            "core::rows",
            "core::sandbox",
            "core::schema",
            "core::script",
            "core::span",
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
        &["core::rows", "core::sandbox", "core::schema", "core::script", "core::span", "core::sql"],
    ),
    ("core::generate", &["core::migration", "core::schema", "core::sql"]),
    ("core::script", &["core::rows", "core::sandbox", "core::sql"]),
    ("core::schema", &["core::rows", "core::sql"]),
    ("core::sandbox", &["core::schema", "core::sql"]),
    ("core::rows", &["core::sql"]),
    ("core::span", &[]),
    ("core::sql", &[]),
];

/// Libraries, and parts of the standard one, that only these modules may name.
const LIBRARIES: &[(&str, &[&str])] = &[
    ("clap", &["lib", "cli", "command"]),
    ("clap_complete", &["cli", "command"]),
    ("anyhow", &["lib", "command", "book::diagram", "book::workplace", "workbook_book"]),
    ("mdbook_driver", &["workbook_book"]),
    ("rustyline", &["command"]),
    ("ansi_to_tui", &["command::watch"]),
    ("notify", &["command::watch"]),
    ("ratatui", &["command::watch"]),
    ("indicatif", &["command::class::work"]),
    ("annotate_snippets", &["report"]),
    ("cargo_metadata", &["program"]),
    // Nothing reaches a terminal but through `terminal::GuardedWriter`, which `lib` puts around the streams; a screen is drawn
    // from text that went through one.
    ("anstream", &["lib", "program"]),
    ("io::stdout", &["command::watch::screen", "lib"]),
    ("io::stderr", &["command::db::question", "lib"]),
    ("proc_macro2", &["command"]),
    ("rusqlite", &["book::diagram", "check", "command", "core"]),
    (
        "std::process",
        &["main", "workbook_learner::main", "lib", "exit", "check", "command", "program"],
    ),
];

/// What the core may not name, so that it also runs where there are no processes, threads and files. Its `clippy.toml` bans
/// clocks.
const NOT_IN_CORE: &[&str] =
    &["std::process", "std::thread", "std::fs", "std::net", "std::env", "std::os"];

/// The most lines that a file of the runner may have.
const LINES: usize = 600;

/// Folders of somebody's own machine. `/home/me` is nobody's, so samples may use it.
const PRIVATE: &[&str] =
    &[concat!("/root", "/"), concat!("/Users", "/"), concat!("/var/", "folders/")];

/// Words that open no doc comment: the first line says what a thing is or returns, not that it is a question.
const OPENERS: &[&str] = &["What", "Whether", "Where", "How", "Why", "Which", "Who"];
const OPENERS_IN_HUNDRED: usize = 8;

/// Type names that are defined in several files: each is one idea, with a form for each system.
const DEFINED_TWICE: &[&str] = &["Enclosure", "Line", "Mark"];

/// Files that compare words of SQL whatever their case: the names of tables, and keywords.
const COMPARE_WORDS: &[&str] = &[
    "runner/core/src/sql/definition.rs",
    "runner/core/src/sql/name.rs",
    "runner/core/src/sql/word.rs",
    "runner/src/command/dev/mutants/sql.rs",
];

const NONE: [&str; 0] = [];

fn each(files: &[SourceFile], problems: impl Fn(&SourceFile) -> Vec<String>) -> Vec<String> {
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
