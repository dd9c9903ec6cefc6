//! No text exhausts a parser: what is garbled is refused or read, what is deep or long is read in a moment.

use std::fs;
use std::path::Path;
use std::time::Duration;

use workbook_core::finding::compiler;
use workbook_core::migration::{self, Target};
use workbook_core::snapshot;
use workbook_core::span::SourceFile;
use workbook_core::sql::bracket::{bracket_depths, split_at_commas, strip_brackets};
use workbook_core::sql::create_table::parse_create_table;
use workbook_core::sql::normalize::normalize;
use workbook_core::sql::token::{split_statements, tokenize, unquote};
use workbook_core::sql::word::split_words;

#[path = "../../../tests/mutation.rs"]
mod mutation;

use mutation::{Sequence, mutate};

/// How many garbled texts are read; each is another one, and the same in every run.
const TEXTS: u64 = 3_000;

/// How many changed texts of the course are read.
const MUTATED: usize = 3_000;

/// How long all parsers together may take for one long text, in an unoptimized build on a busy machine.
const MOMENT: Duration = Duration::from_secs(10);

const LENGTH: usize = 300_000;

/// Parts of SQL, scripts and snapshots, of which the garbled texts are made.
const PARTS: &[&str] = &[
    " ",
    "\n",
    "\r\n",
    "\t",
    "\u{feff}",
    "\0",
    "(",
    ")",
    "((",
    "))",
    ",",
    ";",
    "'",
    "''",
    "\"",
    "`",
    "[",
    "]",
    "--",
    "/*",
    "*/",
    "-- migrate:up\n",
    "-- migrate:down\n",
    "-- migrate:",
    "transaction:false",
    "-- step 1: a\n",
    "-- state:\n",
    "-- state: as before\n",
    "-- result:\n",
    "-- output:\n",
    "-- | b\n",
    "-- unseen rows:\n",
    "-- unseen state:\n",
    "---\n",
    "CREATE TABLE",
    "CREATE TEMP TRIGGER",
    "CREATE TRIGGER",
    "CREATE UNIQUE INDEX",
    "BEGIN",
    "END",
    "CASE",
    "CHECK",
    "CONSTRAINT",
    "PRIMARY KEY",
    "FOREIGN KEY",
    "REFERENCES",
    "ON DELETE",
    "DEFERRABLE INITIALLY",
    "NOT NULL",
    "UNIQUE",
    "DEFAULT",
    "COLLATE",
    "GENERATED ALWAYS AS",
    "STORED",
    "STRICT",
    "WITHOUT ROWID",
    "AND",
    "OR",
    "x'",
    "0x",
    "1e-",
    ".5",
    "é",
    "数",
    "\u{202e}",
    "\u{1b}[31m",
    "name",
    "t",
    "INTEGER",
    "error[E0308]: ",
    "= note: ",
    "+",
    "-1",
    "head",
];

/// Reads a text with every parser there is, and holds that what they return lies in it.
fn read_with_every_parser(text: &str) {
    let mut end = 0;
    for token in tokenize(text) {
        assert!(end <= token.span.start && token.span.start < token.span.end, "{text:?}");
        end = token.span.end;
        _ = unquote(&text[token.span]);
    }
    let mut end = 0;
    for statement in split_statements(text) {
        assert!(end <= statement.start && !text[statement.clone()].is_empty(), "{text:?}");
        end = statement.end;
    }
    let words = split_words(text);
    assert_eq!(bracket_depths(&words).len(), words.len());
    assert!(strip_brackets(&words).len() <= words.len());
    assert!(split_at_commas(&words).iter().all(|item| item.end <= words.len()));
    _ = parse_create_table(text);
    _ = normalize(text);
    let file = SourceFile::new("0001_a.sql", text);
    if let Ok(script) = migration::parse("0001_a.sql", &file) {
        assert!(script.up().len() <= text.len());
    }
    _ = (Target::parse(text, '+', "head"), compiler::find_note(text));
    _ = snapshot::parse(text).map(|records| snapshot::render(&records));
}

#[test]
fn garbled_texts_are_read_or_refused() {
    let mut sequence = Sequence(1);
    for _ in 0..TEXTS {
        let length = sequence.below(40);
        let head = ["", "CREATE TABLE t (a ", "-- migrate:up\n"][sequence.below(3)];
        let mut text = head.to_owned();
        for _ in 0..length {
            text += PARTS[sequence.below(PARTS.len())];
            if sequence.below(3) == 0 {
                text.push(' ');
            }
        }
        read_with_every_parser(&text);
    }
}

#[test]
fn what_sqlite_takes_is_read_with_any_part_of_it_gone() {
    let whole = "CREATE TABLE \"a b\" (id INTEGER PRIMARY KEY, [c] TEXT NOT NULL DEFAULT ('x''y') CHECK (length(c) > 1),\n\
                 d REAL GENERATED ALWAYS AS (id * 1.5e-3) STORED, -- é\n\
                 CONSTRAINT k FOREIGN KEY (c) REFERENCES p (q) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED) STRICT";
    let at: Vec<usize> = whole.char_indices().map(|(at, _)| at).chain([whole.len()]).collect();
    for (index, start) in at.iter().enumerate() {
        for end in at[index..].iter().step_by(3) {
            read_with_every_parser(&format!("{}{}", &whole[..*start], &whole[*end..]));
        }
    }
}

/// The texts of the course that end so: scripts, statements and snapshots as people and the program write them.
fn read_corpus(folder: &Path, ending: &str, texts: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("the course is there").flatten() {
        let path = entry.path();
        if path.is_dir() {
            read_corpus(&path, ending, texts);
        } else if path.extension().is_some_and(|extension| extension == ending) {
            let mut text = fs::read_to_string(path).expect("the course is text");
            text.truncate(text.floor_char_boundary(MOST));
            texts.push(text);
        }
    }
}

/// The bytes of a text of the course that are changed and read.
const MOST: usize = 2_000;

#[test]
fn changed_texts_of_the_course_are_read_or_refused() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut texts = Vec::new();
    read_corpus(&root.join("solutions"), "sql", &mut texts);
    read_corpus(&root.join("tests/snapshots"), "snap", &mut texts);
    texts.sort();
    let mut sequence = Sequence(2);
    for number in 0..MUTATED {
        let mut text = texts[number % texts.len()].clone();
        for _ in 0..=sequence.below(4) {
            mutate(&mut text, PARTS, &mut sequence);
        }
        read_with_every_parser(&text);
    }
}

/// Parts that are repeated up to the length: before them, the part, and after them.
const LONG: &[(&str, &str, &str)] = &[
    ("CREATE TABLE t (a CHECK (", "(", ""),
    ("CREATE TABLE t (a CHECK (", "(a AND ", ""),
    ("CREATE TABLE t (a DEFAULT ", "(", ""),
    ("CREATE TABLE t (a ", "CHECK (1) ", ")"),
    ("CREATE TABLE t (a ", "CONSTRAINT ", ")"),
    ("CREATE TABLE t (a ", "REFERENCES p ", ")"),
    ("CREATE TABLE t (a INTEGER", ", b INTEGER", ")"),
    ("CREATE TABLE t (a ", "word ", ")"),
    ("CREATE TABLE t (a DEFAULT ", "- ", "1)"),
    ("CREATE TRIGGER ", "word ", ""),
    ("CREATE TRIGGER t BEGIN ", "SELECT 1; ", "END"),
    ("CREATE TRIGGER t BEGIN ", "CASE ", "END"),
    ("", "CREATE TRIGGER a; ", ""),
    ("SELECT ", "CASE WHEN 1 THEN ", "1"),
    ("", ")", ""),
    ("", "'", ""),
    ("", "\"", ""),
    ("", "[", ""),
    ("", "/*", ""),
    ("", "/* */", ""),
    ("", "--\n", ""),
    ("", ";", ""),
    ("", "x'", ""),
    ("", "1e", ""),
    ("", "\u{feff}", ""),
    ("", "-- migrate:up\n", ""),
    ("-- migrate:up\n", "-- migrate:down\n", ""),
    ("-- migrate:up\n", "SELECT 1;\n", "-- migrate:down\n"),
    ("", "-- step 1: a\n", ""),
    ("-- step 1: a\n", "-- state: as before\n", ""),
    ("-- step 1: a\n-- state:\n", "a\n", ""),
    ("-- step 1: a\n-- output:\n", "-- | a\n", ""),
    ("", "-- step 1: a\n-- result:\n", ""),
    ("", "error[E0308]: ", ""),
    ("", "\u{1b}[", ""),
    ("", "9", ""),
];

#[test]
#[expect(clippy::disallowed_types, reason = "that a text is read in a moment is what is tested")]
fn deep_and_long_texts_are_read_in_a_moment() {
    let mut slow = Vec::new();
    for (before, part, after) in LONG {
        let text = format!("{before}{}{after}", part.repeat(LENGTH / part.len()));
        let start = std::time::Instant::now();
        read_with_every_parser(&text);
        if start.elapsed() > MOMENT {
            slow.push((before, part, after, start.elapsed()));
        }
    }
    assert!(slow.is_empty(), "{slow:?}");
}
