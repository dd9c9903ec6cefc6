//! The book cannot lie: every statement, output, command, sample and link on its pages is tried, and on the documents too.
//!
//! What a block of a page is, its info string says:
//!
//! | block | what is checked |
//! |---|---|
//! | `sql` | runs on the page's own database, after the blocks before it |
//! | `sql,fails` | one statement, which SQLite refuses |
//! | `sql,script` | a migration is run up, down and up on a copy of the page's database; other statements are not run |
//! | `sql,script,kept` | the same, and then the page's database keeps what the script made |
//! | `text` after `sql` | what the queries print in `sqlite3 -header -column -nullvalue NULL` |
//! | `text` after `sql,fails` | SQLite's bare message |
//! | `text` after `rust`, `python` or `cargo run … --example` | lines that stand together in the output of that example |
//! | `text,both` | lines that stand together in the output of the last `python` and of the last `rust` |
//! | `text` after anything else | lines that stand together in the output of an example the page has shown before |
//! | `text`, `json` or `xml` after `workbook …` | its output, in a copy of the course that nobody has edited |
//! | `rust`, `python` | nothing but `{{#include}}` of files and anchors that exist |
//! | `console` | commands, options and exercises that exist |
//! | `sql,file=NAME` | is written to a file in the page's own project folder |
//! | `console,project` | `workbook …`, `cat FILE`, `rm FILE`, `mv FILE FILE` and `sqlite3 FILE.db < FILE.sql` run in that folder, one after the other; the `text` after it is what they print |
//! | `python,file=NAME` | is written to a file in the page's own Flask application, where an `sql,file=NAME` is too |
//! | `console,flask` | `flask …`, `python …`, `workbook …`, `cat FILE`, `mkdir FOLDER` and `rm FILE` run there; the `text` after it are lines that stand together in what they print |
//! | `console,flask,fails` | the same, and the last command fails |
//! | `json`, `toml` | can be read |
//! | `text,sketch`, `sql,elsewhere` | nothing: a picture, a file, or SQL for another database |
//!
//! With `SNAPSHOTS=overwrite` in the environment, what is really printed is written into the pages, to be read before it is
//! kept.
//!
//! Without a Python the Python side of a page is not run; `book/flask.rs` tells when that is so.

#![expect(clippy::disallowed_methods, reason = "a test starts programs as a reader does")]

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fmt::Debug;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, OnceLock};

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use rusqlite::Connection;
use tempfile::TempDir;
use workbook_core::finding::explain;
use workbook_core::migration::{self, Target, run};
use workbook_core::rows::print::print_results;
use workbook_core::sandbox::Sandbox;
use workbook_core::schema::{Schema, inspect};
use workbook_core::span::SourceFile;
use workbook_core::sql::token;

#[path = "book/flask.rs"]
mod flask;

/// The documents beside the book's pages.
const DOCUMENTS: &[&str] = &["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"];

#[test]
fn every_block_on_a_page_is_true() {
    let all = pages().into_iter().chain(DOCUMENTS.iter().map(|name| root().join(name)));
    let mut wrong = Vec::new();
    for path in all {
        let page = read(&path);
        let mut lies = lies(&shown(&path), &page);
        if overwrites() && lies.iter().any(|lie| lie.real.is_some()) {
            fs::write(&path, mended(&page, &lies))
                .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            lies.retain(|lie| lie.real.is_none());
        }
        wrong.extend(
            lies.into_iter().map(|lie| format!("{}:{}: {}", shown(&path), lie.line, lie.problem)),
        );
    }
    assert_none(wrong);
}

#[test]
fn every_command_and_file_a_page_names_exists() {
    let all = pages().into_iter().chain(DOCUMENTS.iter().map(|name| root().join(name)));
    assert_none(all.flat_map(|path| inline_problems(&shown(&path), &read(&path))).collect());
}

#[test]
fn the_summary_lists_every_page() {
    let summary = read(&root().join("book/SUMMARY.md"));
    let missing = pages()
        .into_iter()
        .map(|path| file_name(&path))
        .filter(|name| !summary.contains(&format!("({name})")));
    assert_none(missing.map(|name| format!("book/SUMMARY.md does not list `{name}`")).collect());
}

#[test]
fn the_test_that_a_page_shows_passes() {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let run = Command::new(cargo)
        .args(["test", "--quiet", "-p", "exercises", "--example", "ch11_a_test"])
        .current_dir(root())
        .output();
    let run = run.expect("cargo starts");
    let printed = String::from_utf8_lossy(&run.stdout);
    assert!(
        run.status.success() && printed.contains("1 passed"),
        "{printed}{}",
        String::from_utf8_lossy(&run.stderr)
    );
}

#[test]
fn every_chapter_has_the_parts_of_a_chapter() {
    let chapters: Vec<PathBuf> =
        pages().into_iter().filter(|path| file_name(path).starts_with("ch")).collect();
    assert_eq!(chapters.len(), 13);
    assert_none(
        chapters.iter().flat_map(|path| form_problems(&shown(path), &read(path))).collect(),
    );
}

#[test]
fn every_link_of_the_book_leads_somewhere() {
    let course = untouched();
    workbook(course.path(), &["book", "build"]);
    assert_none(link_problems(&course.path().join("book-html")));
}

#[test]
fn every_link_of_a_document_leads_to_a_file() {
    let mut wrong = Vec::new();
    for name in DOCUMENTS {
        for link in markdown_links(&read(&root().join(name))) {
            let file = link.split('#').next().unwrap_or_default();
            if !is_elsewhere(&link) && !root().join(file).exists() {
                wrong.push(format!("{name}: `{link}` leads nowhere"));
            }
        }
    }
    assert_none(wrong);
}

#[test]
fn the_page_on_reports_names_every_kind_and_field() {
    let page = read(&root().join("book/reports.md"));
    let files = [
        "finding.rs",
        "finding/difference.rs",
        "finding/file.rs",
        "finding/probe.rs",
        "finding/program.rs",
    ];
    let files =
        files.into_iter().chain(["finding/rule.rs", "finding/schema.rs", "finding/script.rs"]);
    let kinds: BTreeSet<String> =
        files.flat_map(|name| kinds(&read(&root().join("runner/core/src").join(name)))).collect();
    assert!(kinds.contains("missing_column") && kinds.contains("time_limit"), "{kinds:?}");
    assert_eq!(first_cells(&page, "kind"), kinds, "the kinds of finding");
    let explained: BTreeSet<String> =
        explain::KINDS.iter().map(|explained| explained.kind.to_owned()).collect();
    assert_eq!(explained, kinds, "the kinds that are explained");
    assert!(
        root().join("book/explained.toml").is_file(),
        "the course says which section explains what"
    );
    let files = ["runner/core/src/grade/json.rs", "runner/src/report/json.rs"];
    let fields: BTreeSet<String> =
        files.into_iter().flat_map(|file| fields(&read(&root().join(file)))).collect();
    assert_eq!(first_cells(&page, "field"), fields, "the fields of the JSON report");
}

#[test]
fn the_page_on_commands_is_what_the_program_prints() {
    assert_page("book/commands.md", &["dev", "commands"]);
}

#[test]
fn the_page_on_exercises_lists_them_as_they_are() {
    assert_page("book/exercises.md", &["dev", "exercises"]);
}

/// A page that the program itself writes.
#[track_caller]
fn assert_page(name: &str, arguments: &[&str]) {
    let (path, printed) = (root().join(name), workbook(&root(), arguments));
    if overwrites() {
        fs::write(&path, &printed).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
    let command = format!("cargo run -- {} > {name}", arguments.join(" "));
    assert!(
        read(&path) == printed,
        "`{name}` is not what the program prints now: `{command}` renews it"
    );
}

/// Whether what is really printed is to be written into the pages.
fn overwrites() -> bool {
    std::env::var_os("SNAPSHOTS").is_some_and(|word| word == "overwrite")
}

#[test]
fn every_word_of_the_glossary_is_linked_both_ways() {
    let glossary = read(&root().join("book/glossary.md"));
    assert_none(glossary_problems(&glossary, |page| {
        fs::read_to_string(root().join("book").join(page)).ok()
    }));
}

// The checks can fail.

#[test]
fn a_page_that_lies_is_found_out() {
    let lies = |page: &str| block_problems("page.md", page);
    assert_eq!(lies("```sql\nSELECT 1 AS a;\n```\nthat is\n```text\na\n-\n1  \n```\n"), NONE);
    assert_eq!(
        lies("```sql\nSELECT 1 AS a;\n```\n```text\na\n-\n2\n```\n"),
        ["page.md:4: this is not what is printed, which is\na\n-\n1"]
    );
    assert_eq!(
        lies("```sql\nSELECT * FROM t;\n```\n"),
        ["page.md:1: the statement fails: no such table: t"]
    );
    assert_eq!(lies("```sql,fails\nSELECT 1;\n```\n"), ["page.md:1: the statement does not fail"]);
    assert_eq!(
        lies("```sql,fails\nSELECT x;\n```\n```text\nError: no such column: x\n```\n"),
        ["page.md:4: this is not what is printed, which is\nno such column: x"]
    );
    assert_eq!(
        lies("```sql,fails\nSELECT x; SELECT y;\n```\n"),
        ["page.md:1: `sql,fails` holds one statement, not 2"]
    );
    assert_eq!(lies("```text\nhello\n```\n").len(), 1);
    assert_eq!(lies("```text,sketch\nhello\n```\n"), NONE);
    assert_eq!(lies("```rust\nfn main() {}\n```\n").len(), 1);
    assert_eq!(lies("```rust\n{{#include ../nowhere.rs:a}}\n```\n").len(), 1);
    assert_eq!(lies("```rust\n{{#include ../runner/src/main.rs:no_such_anchor}}\n```\n").len(), 1);
    assert_eq!(lies("```json\n{ 1 }\n```\n").len(), 1);
    assert_eq!(lies("```haskell\n1\n```\n").len(), 1);
}

#[test]
fn a_chapter_without_one_of_its_parts_is_found_out() {
    let words = |count: usize| "word ".repeat(count);
    let question = "<details>\n<summary>Why?</summary>\n</details>\n";
    let page = |count: usize, questions: usize, last: &str| {
        let (opening, questions) = (words(count), question.repeat(questions));
        format!(
            "# T\n\n{opening}\n\n<!-- tables of ch1/a -->\n\n## Summary\n\n## Check yourself\n\n{questions}\n## {last}\n"
        )
    };
    let wrong = |page: &str| form_problems("p", page).join("; ");
    assert_eq!(wrong(&page(2000, 3, "What comes next")), "");
    assert_eq!(wrong(&page(4000, 5, "What comes next")), "p: 4026 words of text, not 1500 to 4000");
    assert_eq!(
        wrong(&page(2000, 2, "What comes next")),
        "p: 2 questions to check oneself, not three to five"
    );
    assert_eq!(
        wrong(&page(2000, 3, "The end")),
        "p: the last sections are not `Summary`, `Check yourself` and one that says what comes next"
    );
    assert_eq!(
        wrong(&page(2000, 3, "What comes next").replace("<!--", "<--")),
        "p: no picture of its tables"
    );
    assert_eq!(
        wrong(&page(2000, 3, "What comes next").replace("\n\n<!--", "\n\n#### Deep\n<!--")),
        "p:5: `Deep` is two levels below what is above it"
    );
}

#[test]
fn what_is_really_printed_can_be_written_into_a_page() {
    let page = "```sql\nSELECT 1 AS a;\n```\n\n- in a list\n\n  ```text\n  a\n  -\n  2\n  ```\n\n```text\nhello\n```\n";
    let found = lies("page.md", page);
    assert_eq!(found.iter().map(|lie| lie.real.is_some()).collect::<Vec<_>>(), [true, false]);
    assert_eq!(mended(page, &found), page.replace("  2\n", "  1\n"));

    let piece = |shown: &str| most_like("one\ntwo\nthree\n", shown);
    assert_eq!(
        piece("two\nthere\n").as_deref(),
        Some("two\nthree\n"),
        "the piece that is most like it"
    );
    assert_eq!(piece("something else\n"), None);
}

#[test]
fn a_script_that_does_not_come_back_is_found_out() {
    let lies = |up: &str, down: &str| {
        let page = format!(
            "```sql\nCREATE TABLE t (a);\n```\n```sql,script\n-- migrate:up\n{up}\n-- migrate:down\n{down}\n```\n"
        );
        block_problems("page.md", &page)
    };
    assert_eq!(lies("ALTER TABLE t ADD COLUMN b;", "ALTER TABLE t DROP COLUMN b;"), NONE);
    assert_eq!(
        lies("CREATE TABLE u (a UNIQUE);", "DROP TABLE t;"),
        ["page.md:4: the down half does not undo the up half"]
    );
    let kept = "```sql,script,kept\n-- migrate:up\nCREATE TABLE t (a);\n-- migrate:down\nDROP TABLE t;\n```\n```sql\nINSERT INTO t VALUES (1);\n```\n";
    assert_eq!(block_problems("page.md", kept), NONE);
    assert_eq!(
        block_problems("page.md", &kept.replace(",kept", "")),
        ["page.md:7: the statement fails: no such table: t"]
    );
    assert_eq!(
        lies("DROP TABLE v;", "DROP TABLE t;"),
        ["page.md:4: the script fails: no such table: v"]
    );
}

#[test]
fn a_command_that_does_not_exist_is_found_out() {
    let wrong = |line: &str| command_problems(line).join("; ");
    for right in [
        "workbook",
        "workbook check ch1/hello --keep",
        "workbook check ch1",
        "workbook hint ID",
        "workbook book build",
    ] {
        assert_eq!(wrong(right), "", "{right}");
    }
    for not_right in [
        "workbook chekc",
        "workbook check ch1/helo",
        "workbook check --kepe",
        "workbook book bulid",
    ] {
        assert_ne!(wrong(not_right), "", "{not_right}");
    }
    assert_eq!(
        block_problems("page.md", "```console\n$ cargo run -p exercises --example nothing\n```\n")
            .len(),
        1
    );
    assert_eq!(
        inline_problems(
            "page.md",
            "a `workbook chekc`, `exercises/none.sql`, `exercises/Cargo.toml`"
        )
        .len(),
        2
    );
    assert_eq!(block_problems("page.md", "```console\nworkbook list\n```\n").len(), 1);
}

#[test]
fn a_link_that_leads_nowhere_is_found_out() {
    let folder = TempDir::new().expect("a folder can be made");
    let page = r##"<a href="b.html#one">1</a><a href="b.html#two">2</a><a href="c.html">3</a><a href="#here" id="here">4</a>"##;
    fs::write(folder.path().join("a.html"), page).expect("a file can be written");
    fs::write(folder.path().join("b.html"), r#"<h1 id="one">"#).expect("a file can be written");
    assert_eq!(
        link_problems(folder.path()),
        ["a.html: `b.html#two` leads nowhere", "a.html: `c.html` leads nowhere"]
    );
}

#[test]
fn a_kind_or_field_that_the_page_lacks_is_found_out() {
    let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
    let source = "fn name_rule(x: X) -> &str {\n    match x {\n        A => \"a\",\n        B => \"b\",\n    }\n}\nlet c = \"c\";\n";
    assert_eq!(kinds(source), set(&["a", "b"]));
    assert_eq!(
        fields("struct JsonRun<'a> {\n    #[serde(x)]\n    one: &'a str,\n}\nfn f(two: u8) {}\n"),
        set(&["one"])
    );
    assert_eq!(
        first_cells(
            "| kind | is |\n|---|---|\n| `a` | `x` |\n\n| other |\n|---|\n| `b` |\n",
            "kind"
        ),
        set(&["a"])
    );
}

#[test]
fn a_word_that_is_linked_one_way_only_is_found_out() {
    let page = "# One\n\n## A b? {#ab}\n[row](glossary.md#row)\n### C, d\nrow\n## E\n[row](glossary.md#row)\n";
    let wrong = |word: &str, link: &str| {
        let glossary = format!("# Glossary\n\n## {word}\n\nIt is. [Page]({link})\n");
        glossary_problems(&glossary, |name| (name == "page.md").then(|| page.to_owned())).join("; ")
    };
    assert_eq!(wrong("Row", "page.md#ab"), "");
    assert_eq!(wrong("A row {#row}", "page.md#e"), "");
    assert_eq!(
        wrong("Row", "page.md#c-d"),
        "`page.md#c-d` does not link back to `glossary.md#row`"
    );
    assert_eq!(
        wrong("Line", "page.md#ab"),
        "`page.md#ab` does not link back to `glossary.md#line`"
    );
    assert_eq!(wrong("Row", "page.md#f"), "`page.md#f` does not link back to `glossary.md#row`");
    assert_eq!(wrong("Row", "page.md"), "`glossary.md#row` names no section that teaches it");
}

const NONE: [&str; 0] = [];

// Chapters.

/// What a chapter lacks of the form that all of them have.
fn form_problems(name: &str, page: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    let (mut headings, mut level, mut words): (Vec<String>, usize, usize) = (Vec::new(), 0, 0);
    let mut is_code = false;
    for (number, line) in (1..).zip(page.lines()) {
        let line = line.trim();
        is_code ^= line.starts_with("```");
        if is_code || line.starts_with("```") || line.starts_with("<!--") {
            continue;
        }
        words += line.split_whitespace().count();
        let Some((marks, title)) =
            line.split_once(' ').filter(|(marks, _)| marks.bytes().all(|byte| byte == b'#'))
        else {
            continue;
        };
        let title = title.split(" {#").next().unwrap_or(title).to_owned();
        if marks.len() > level + 1 {
            wrong.push(format!("{name}:{number}: `{title}` is two levels below what is above it"));
        }
        level = marks.len();
        if level == 2 {
            headings.push(title);
        }
    }
    if !(1500..=4000).contains(&words) {
        wrong.push(format!("{name}: {words} words of text, not 1500 to 4000"));
    }
    let [.., "Summary", "Check yourself", "What comes next" | "Where to go from here"] =
        &headings.iter().map(String::as_str).collect::<Vec<_>>()[..]
    else {
        wrong.push(format!(
            "{name}: the last sections are not `Summary`, `Check yourself` and one that says what comes next"
        ));
        return wrong;
    };
    let questions =
        page.split("## Check yourself").nth(1).map_or(0, |rest| rest.matches("<summary>").count());
    if !(3..=5).contains(&questions) {
        wrong.push(format!("{name}: {questions} questions to check oneself, not three to five"));
    }
    if !page.contains("<!-- tables of ") {
        wrong.push(format!("{name}: no picture of its tables"));
    }
    wrong
}

// Blocks.

/// A block of code on a page.
struct Block {
    /// What stands behind its three backticks.
    info: String,
    text: String,
    line: usize,
    /// Where its text stands on the page.
    span: Range<usize>,
}

/// A block that is not true.
struct Lie {
    line: usize,
    problem: String,
    /// The page's bytes that are wrong, and what should stand there.
    span: Range<usize>,
    real: Option<String>,
}

/// What the block before printed, for the block of text that follows.
#[derive(Clone)]
enum Said {
    Nothing,
    Once(String),
    /// A program whose output is shown in pieces.
    Example(String),
    /// What a session of Flask prints, with ids that are others every time.
    Flask(String),
    /// Something of Python, and there is no Python.
    NotRun,
    /// The arguments of one or more runs of `workbook`, made only when the output of the last is shown.
    Workbook(Vec<Vec<String>>),
}

fn blocks(page: &str) -> Vec<Block> {
    let mut found: Vec<Block> = Vec::new();
    let mut inside = false;
    for (event, span) in Parser::new_ext(page, Options::ENABLE_TABLES).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                let line = page[..span.start].matches('\n').count() + 1;
                found.push(Block {
                    info: info.to_string(),
                    text: String::new(),
                    line,
                    span: span.end..span.end,
                });
                inside = true;
            }
            Event::End(TagEnd::CodeBlock) => inside = false,
            Event::Text(text) if inside => {
                let block = found.last_mut().expect("a block was begun");
                block.span = block.span.start.min(span.start)..span.end;
                block.text.push_str(&text);
            }
            _ => (),
        }
    }
    found
}

/// The page with what is really printed in the place of what is not.
fn mended(page: &str, lies: &[Lie]) -> String {
    let mut mended = page.to_owned();
    for lie in lies.iter().rev() {
        let Some(real) = &lie.real else { continue };
        // In a list, each line stands as far to the right as the first.
        let line = page[..lie.span.start].rfind('\n').map_or(0, |end| end + 1);
        let indent = &page[line..lie.span.start];
        let real = real
            .trim_end()
            .lines()
            .map(str::trim_end)
            .collect::<Vec<_>>()
            .join(&format!("\n{indent}"));
        mended.replace_range(lie.span.clone(), &format!("{real}\n"));
    }
    mended
}

impl Lie {
    /// What is shown is not the `output`; where it is known what should stand there, that is `real`.
    fn of(output: &str, real: Option<String>) -> Lie {
        Lie { real, ..Lie::from(format!("this is not what is printed, which is\n{output}")) }
    }
}

impl From<String> for Lie {
    fn from(problem: String) -> Lie {
        Lie { line: 0, problem, span: 0..0, real: None }
    }
}

/// As many lines of `output` as `text` has, that stand together and have the most in common with it; None without any.
fn most_like(output: &str, text: &str) -> Option<String> {
    let (output, text): (Vec<&str>, Vec<&str>) = (output.lines().collect(), text.lines().collect());
    let same =
        |window: &[&str]| window.iter().zip(&text).filter(|(real, shown)| real == shown).count();
    let best = output.windows(text.len().max(1)).rev().max_by_key(|window| same(window))?;
    (same(best) > 0).then(|| best.iter().flat_map(|line| [line, "\n"]).collect())
}

fn block_problems(name: &str, page: &str) -> Vec<String> {
    lies(name, page)
        .into_iter()
        .map(|lie| format!("{name}:{}: {}", lie.line, lie.problem))
        .collect()
}

fn lies(name: &str, page: &str) -> Vec<Lie> {
    let mut setting = Setting::of(name);
    // What the last sample in each language printed.
    let mut sides = [("python", Said::Nothing), ("rust", Said::Nothing)];
    let mut said = Said::Nothing;
    let mut examples: Vec<String> = Vec::new();
    let mut wrong = Vec::new();
    for block in blocks(page) {
        let result = match block.info.as_str() {
            "text" | "json" | "xml" => {
                said = in_a_course(said);
                setting.told(&said, &examples, &block).map(|()| Said::Nothing)
            }
            "text,both" => sides
                .iter()
                .try_for_each(|(_, said)| printed(said, &[], &block.text))
                .map(|()| Said::Nothing),
            _ => setting.done(&block).map_err(Lie::from),
        };
        said = result.unwrap_or_else(|lie| {
            let problem = lie.problem.trim_end().to_owned();
            wrong.push(Lie { line: block.line, problem, span: block.span, real: lie.real });
            Said::Nothing
        });
        if let Said::Example(output) = &said {
            examples.push(output.clone());
        }
        if let Some((_, side)) = sides.iter_mut().find(|(language, _)| *language == block.info) {
            *side = said.clone();
        }
    }
    wrong
}

/// Where the blocks of one page are run.
struct Setting<'a> {
    page: &'a str,
    /// Holds the database; gone with it.
    _folder: TempDir,
    database: Connection,
    project: TempDir,
    application: flask::Application,
}

impl Setting<'_> {
    fn of(page: &str) -> Setting<'_> {
        let folder = TempDir::new().expect("a folder can be made");
        let database =
            Connection::open(folder.path().join("page.db")).expect("SQLite opens a database");
        database.execute_batch("PRAGMA foreign_keys = ON").expect("SQLite knows foreign keys");
        let project = TempDir::new().expect("a folder can be made");
        Setting { page, _folder: folder, database, project, application: flask::Application::new() }
    }

    /// Does what a block says.
    fn done(&self, block: &Block) -> Result<Said, String> {
        let text = block.text.as_str();
        let nothing = |()| Said::Nothing;
        match block.info.as_str() {
            "sql" => run(&self.database, text)
                .map(Said::Once)
                .map_err(|error| format!("the statement fails: {error}")),
            "sql,fails" => refusal(&self.database, text).map(Said::Once),
            "sql,script" => script(&self.database, text).map(nothing),
            "sql,script,kept" => {
                let up = text.split("-- migrate:down").next().unwrap_or_default();
                script(&self.database, text)
                    .and_then(|()| run(&self.database, up))
                    .map(|_| Said::Nothing)
            }
            "rust" | "python" => included(self.page, text),
            "console" => console(text),
            "console,project" => project_session(self.project.path(), text),
            "console,flask" => self.application.session(text, flask::End::Well).map(of_flask),
            "console,flask,fails" => {
                self.application.session(text, flask::End::Failed).map(of_flask)
            }
            info if info.starts_with("sql,file=") => {
                let file = info.trim_start_matches("sql,file=");
                // Scripts are in folders, and those of Flask are no SQL.
                let beside =
                    if file.contains('/') { Ok(()) } else { self.application.write(file, text) };
                let written = fs::write(self.project.path().join(file), text)
                    .map_err(|error| error.to_string());
                written.and(beside).map(nothing)
            }
            info if info.starts_with("python,file=") => {
                self.application.write(info.trim_start_matches("python,file="), text).map(nothing)
            }
            "toml" => text
                .parse::<toml::Table>()
                .map(|_| Said::Nothing)
                .map_err(|error| error.to_string()),
            "text,sketch" | "sql,elsewhere" => Ok(Said::Nothing),
            other => {
                Err(format!("no such kind of block as `{other}`; tests/book.rs lists the kinds"))
            }
        }
    }

    /// Compares a block of output with what was said. Times are never the same twice, so they count as 0.
    fn told(&mut self, said: &Said, examples: &[String], block: &Block) -> Result<(), Lie> {
        let text = block.text.as_str();
        match (block.info.as_str(), said) {
            ("json", Said::Once(output)) => {
                let same = same_json(output, text)?;
                if same { Ok(()) } else { Err(Lie::of(output, Some(output.clone()))) }
            }
            ("json", _) => same_json(text, text).map(drop).map_err(Lie::from),
            ("xml", _) => printed(&Said::Once(without_times(said)), &[], text),
            (_, Said::Flask(output)) => {
                let real = self.application.prints(output, text);
                real.map_err(|real| Lie::of(&real, most_like(&real, text)))
            }
            _ => printed(said, examples, text),
        }
    }
}

fn of_flask(printed: Option<String>) -> Said {
    printed.map_or(Said::NotRun, Said::Flask)
}

/// What runs of `workbook` print, in a copy of the course that nobody has edited.
fn in_a_course(said: Said) -> Said {
    let Said::Workbook(runs) = said else { return said };
    let course = untouched();
    let outputs: Vec<String> = runs.iter().map(|run| workbook(course.path(), run)).collect();
    Said::Once(outputs.last().cloned().unwrap_or_default())
}

fn printed(said: &Said, examples: &[String], text: &str) -> Result<(), Lie> {
    let lines = |text: &str| {
        text.trim_end().lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>()
    };
    let wanted = lines(text);
    let stands_in =
        |output: &String| lines(output).windows(wanted.len().max(1)).any(|window| window == wanted);
    match said {
        Said::Once(output) if lines(output) == wanted => Ok(()),
        Said::Example(output) if stands_in(output) => Ok(()),
        Said::Once(output) => Err(Lie::of(output, Some(output.clone()))),
        Said::Example(output) => Err(Lie::of(output, most_like(output, text))),
        Said::NotRun => Ok(()),
        Said::Nothing | Said::Workbook(_) | Said::Flask(_) if examples.iter().any(stands_in) => {
            Ok(())
        }
        Said::Nothing | Said::Workbook(_) | Said::Flask(_) => Err(Lie::from(
            "nothing on this page prints it; a picture or a file is `text,sketch`".to_owned(),
        )),
    }
}

fn same_json(output: &str, text: &str) -> Result<bool, String> {
    let read = |text: &str| {
        serde_json::from_str::<serde_json::Value>(text).map_err(|error| error.to_string())
    };
    let (mut real, mut shown) = (read(output)?, read(text)?);
    for value in [&mut shown, &mut real] {
        for exercise in value["exercises"].as_array_mut().into_iter().flatten() {
            exercise["elapsed_ms"] = 0.into();
        }
    }
    Ok(shown == real)
}

fn without_times(said: &Said) -> String {
    let Said::Once(output) = said else { return String::new() };
    let mut pieces = output.split(" time=\"");
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        text.push_str(" time=\"0.000\"");
        text.push_str(piece.split_once('"').map_or("", |(_, rest)| rest));
    }
    text
}

// SQL.

/// Runs statements and returns what the `sqlite3` shell would print, or SQLite's message.
fn run(database: &Connection, sql: &str) -> Result<String, String> {
    print_results(database, sql, usize::MAX).map_err(|error| message(&error))
}

fn refusal(database: &Connection, sql: &str) -> Result<String, String> {
    let count = token::split_statements(sql).len();
    if count != 1 {
        return Err(format!("`sql,fails` holds one statement, not {count}"));
    }
    match run(database, sql) {
        Err(message) => Ok(message),
        Ok(_) => Err("the statement does not fail".to_owned()),
    }
}

fn message(error: &rusqlite::Error) -> String {
    match error {
        rusqlite::Error::SqliteFailure(_, Some(message)) => message.clone(),
        rusqlite::Error::SqlInputError { msg, .. } => msg.clone(),
        other => other.to_string(),
    }
}

/// Runs a migration up, down and up on a copy of the page's database, when the script is one.
fn script(database: &Connection, text: &str) -> Result<(), String> {
    if !text.contains("-- migrate:up") {
        return Ok(());
    }
    let folder = TempDir::new().expect("a folder can be made");
    let copy = folder.path().join("copy.db");
    database
        .execute("VACUUM INTO ?1", [copy.to_str().expect("the folder has a plain name")])
        .map_err(|e| message(&e))?;
    let copy = Connection::open(copy).expect("SQLite opens a database");
    // The page may keep versions by hand; those scripts are not here.
    copy.execute_batch("DROP TABLE IF EXISTS schema_migrations").expect("the copy can be changed");
    let sandbox = Sandbox::new(copy, || false).expect("the guards are set");
    let fail = |error: migration::MigrationError| match error.kind {
        migration::MigrationErrorKind::Sql(kind) => {
            format!("the script fails: {}", sqlite_words(&kind))
        }
        other @ migration::MigrationErrorKind::Script(_) => format!("the script fails: {other}"),
    };
    let scripts =
        [migration::parse("0001_page.sql", &SourceFile::new("the script", text)).map_err(fail)?];
    let schema =
        || -> Schema { inspect::schema(sandbox.connection()).expect("the catalogue can be read") };
    let before = schema();
    run::upgrade(&sandbox, &scripts, &Target::All).map_err(fail)?;
    let upgraded = schema();
    run::downgrade(&sandbox, &scripts, &Target::All).map_err(fail)?;
    if schema() != before {
        return Err("the down half does not undo the up half".to_owned());
    }
    run::upgrade(&sandbox, &scripts, &Target::All).map_err(fail)?;
    if schema() == upgraded {
        Ok(())
    } else {
        Err("the second way up is not like the first".to_owned())
    }
}

fn sqlite_words(kind: &workbook_core::script::SqlErrorKind) -> String {
    match kind {
        workbook_core::script::SqlErrorKind::Sqlite { message, .. } => message.clone(),
        other => format!("{other:?}"),
    }
}

// Samples and commands.

/// The files a block includes; what follows on the page is the output of the example among them.
fn included(page: &str, text: &str) -> Result<Said, String> {
    let folder = root().join(page).parent().expect("a page is in a folder").to_owned();
    let mut said = Said::Nothing;
    for line in text.lines().filter(|line| !line.is_empty()) {
        let include =
            line.trim().strip_prefix("{{#include ").and_then(|rest| rest.strip_suffix("}}"));
        let include =
            include.ok_or("a block of code holds nothing but `{{#include FILE:ANCHOR}}`")?;
        let (file, anchor) = include
            .trim()
            .split_once(':')
            .map_or((include.trim(), None), |(file, anchor)| (file, Some(anchor)));
        let source = fs::read_to_string(folder.join(file))
            .map_err(|error| format!("`{file}` cannot be read: {error}"))?;
        if let Some(anchor) = anchor {
            let comment = if file.ends_with(".py") { "#" } else { "//" };
            let marks = |mark: &str| {
                source
                    .lines()
                    .filter(|line| line.trim() == format!("{comment} {mark}: {anchor}"))
                    .count()
            };
            if (marks("ANCHOR"), marks("ANCHOR_END")) != (1, 1) {
                return Err(format!("`{file}` has no anchor `{anchor}`, or has it twice"));
            }
        }
        if let Some(example) =
            file.strip_prefix("../exercises/examples/").and_then(|name| name.strip_suffix(".rs"))
        {
            said = Said::Example(example_output(example)?);
        } else if file.starts_with("../exercises/examples/flask/") && file.ends_with(".py") {
            let output =
                flask::file_output(&folder.join(file).canonicalize().expect("it was just read"));
            said = output.transpose()?.map_or(Said::NotRun, Said::Example);
        }
    }
    Ok(said)
}

fn console(text: &str) -> Result<Said, String> {
    let mut said = Said::Nothing;
    let mut runs = Vec::new();
    let mut wrong = Vec::new();
    for line in text.lines() {
        let Some(command) = line.strip_prefix("$ ") else {
            wrong.push(format!("`{line}` is no command; its output stands in a block of its own"));
            continue;
        };
        let words: Vec<&str> = command.split_whitespace().collect();
        match &words[..] {
            ["cargo", "run", "-p", "exercises", "--example", name] => match example_output(name) {
                Ok(output) => said = Said::Example(output),
                Err(problem) => wrong.push(problem),
            },
            ["cargo", "run", "--", arguments @ ..] | ["workbook", arguments @ ..] => {
                wrong.extend(command_problems(&format!("workbook {}", arguments.join(" "))));
                runs.push(arguments.iter().map(|word| (*word).to_owned()).collect());
                said = Said::Workbook(runs.clone());
            }
            ["cargo", "install", "--path", path]
                if !root().join(path).join("Cargo.toml").exists() =>
            {
                wrong.push(format!("there is no package `{path}`"));
            }
            _ => (),
        }
    }
    if wrong.is_empty() { Ok(said) } else { Err(wrong.join("; ")) }
}

/// Runs a session in the page's project folder and returns everything it prints.
fn project_session(folder: &Path, text: &str) -> Result<Said, String> {
    let mut printed = String::new();
    for line in text.lines() {
        let command = line.strip_prefix("$ ").ok_or_else(|| format!("`{line}` is no command"))?;
        match &command.split_whitespace().collect::<Vec<_>>()[..] {
            ["workbook", arguments @ ..] => {
                let run = Command::new(env!("CARGO_BIN_EXE_workbook"))
                    .args(arguments)
                    .current_dir(folder)
                    .env_remove("DATABASE_URL")
                    .output()
                    .expect("workbook starts");
                printed.push_str(&String::from_utf8_lossy(&run.stdout));
                printed.push_str(&String::from_utf8_lossy(&run.stderr));
            }
            ["cat", file] => printed.push_str(
                &fs::read_to_string(folder.join(file)).map_err(|error| error.to_string())?,
            ),
            ["rm", file] => {
                fs::remove_file(folder.join(file)).map_err(|error| error.to_string())?
            }
            ["mv", from, to] => {
                fs::rename(folder.join(from), folder.join(to)).map_err(|error| error.to_string())?
            }
            ["sqlite3", database, "<", file] => {
                let sql =
                    fs::read_to_string(folder.join(file)).map_err(|error| error.to_string())?;
                let database =
                    Connection::open(folder.join(database)).map_err(|error| message(&error))?;
                printed.push_str(&run(&database, &sql)?);
            }
            _ => return Err(format!("`{command}` is no command of a project session")),
        }
    }
    Ok(Said::Once(printed))
}

/// What an example prints. Each is run once, whatever number of pages show it.
fn example_output(name: &str) -> Result<String, String> {
    static OUTPUTS: Mutex<BTreeMap<String, String>> = Mutex::new(BTreeMap::new());
    if !root().join("exercises/examples").join(name).with_extension("rs").exists() {
        return Err(format!("there is no example `{name}`"));
    }
    let mut outputs = OUTPUTS.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    if let Some(output) = outputs.get(name) {
        return Ok(output.clone());
    }
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let run = Command::new(cargo)
        .args(["run", "--quiet", "-p", "exercises", "--example", name])
        .current_dir(root())
        .output();
    let run = run.expect("cargo starts");
    if !run.status.success() {
        return Err(format!(
            "the example `{name}` fails: {}",
            String::from_utf8_lossy(&run.stderr)
        ));
    }
    let output = String::from_utf8_lossy(&run.stdout).into_owned();
    outputs.insert(name.to_owned(), output.clone());
    Ok(output)
}

/// What is wrong with the commands and the paths that stand in the text itself.
fn inline_problems(name: &str, page: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    for (event, span) in Parser::new_ext(page, Options::ENABLE_TABLES).into_offset_iter() {
        let Event::Code(code) = event else { continue };
        let problems = match code.split([' ', '/']).next() {
            Some("workbook") => command_problems(&code),
            Some("flask") => flask::command_problems(&code),
            Some("book" | "exercises" | "solutions" | "tests" | "runner") => path_problems(&code),
            _ => continue,
        };
        let line = page[..span.start].matches('\n').count() + 1;
        wrong.extend(problems.into_iter().map(|problem| format!("{name}:{line}: {problem}")));
    }
    wrong
}

/// A path has to exist, unless it is a pattern (`chNN-topic`) or of the exercise that CONTRIBUTING.md makes up.
fn path_problems(path: &str) -> Vec<String> {
    let is_pattern = path.contains("NN") || path.contains("/tills") || !path.contains('/');
    let there = is_pattern || root().join(path).exists();
    if there { Vec::new() } else { vec![format!("there is no `{path}`")] }
}

/// What is wrong with a command line of `workbook`, going by its own help and its own list.
fn command_problems(line: &str) -> Vec<String> {
    // What stands behind `>` is the shell's.
    let words = words_of(line);
    let mut words = words.into_iter().skip(1).take_while(|word| *word != ">").peekable();
    let mut path: Vec<&str> = Vec::new();
    let mut help = help(&path);
    while let Some(word) = words.peek()
        && commands(&help).iter().any(|command| command == word)
    {
        path.push(words.next().expect("there is a word"));
        help = self::help(&path);
    }
    let takes_a_command = help.contains("\nCommands:");
    let mut wrong = Vec::new();
    for word in words {
        let is_placeholder = !word.is_ascii()
            || word.chars().all(|c| c.is_ascii_uppercase() || "-_:[]|.".contains(c));
        let known = match word {
            _ if word.starts_with("--") => {
                help.contains(&format!("{} ", word.split('=').next().unwrap_or(word)))
                    || help.contains(&format!("{word}\n"))
            }
            _ if is_placeholder => true,
            _ if takes_a_command => false,
            _ if help.contains("SELECTOR") => selects(word) || help.contains(word),
            _ => true,
        };
        if !known {
            wrong.push(format!("`{line}`: `workbook {}` does not know `{word}`", path.join(" ")));
        }
    }
    wrong
}

/// The words of a line of shell; those in single quotes are one.
fn words_of(line: &str) -> Vec<&str> {
    let pieces = line.split('\'').enumerate().flat_map(|(index, piece)| {
        if index % 2 == 1 { vec![piece] } else { piece.split_whitespace().collect() }
    });
    pieces.collect()
}

fn help(path: &[&str]) -> String {
    static HELPS: Mutex<BTreeMap<String, String>> = Mutex::new(BTreeMap::new());
    let mut helps = HELPS.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let ask = || workbook(&root(), &[path, &["--help"]].concat());
    helps.entry(path.join(" ")).or_insert_with(ask).clone()
}

fn commands(help: &str) -> Vec<&str> {
    let list = help.split_once("\nCommands:\n").map_or("", |(_, rest)| rest);
    let list = list.lines().take_while(|line| line.starts_with("  "));
    list.filter_map(|line| line.split_whitespace().next()).collect()
}

/// Whether a selector chooses an exercise or a chapter.
fn selects(word: &str) -> bool {
    static IDS: OnceLock<Vec<String>> = OnceLock::new();
    let ids = IDS.get_or_init(|| {
        let list = workbook(&root(), &["list"]);
        list.lines()
            .flat_map(str::split_whitespace)
            .filter(|word| word.contains('/'))
            .map(str::to_owned)
            .collect()
    });
    ids.iter().any(|id| id == word || id.split('/').any(|part| part == word))
}

// Links.

/// Every relative link in the built book that leads to no page, or to no place on it.
fn link_problems(book: &Path) -> Vec<String> {
    let mut pages = BTreeMap::new();
    for entry in walkdir::WalkDir::new(book).sort_by_file_name() {
        let path = entry.expect("the book can be read").into_path();
        if path.extension().is_some_and(|extension| extension == "html") {
            let name =
                path.strip_prefix(book).expect("it is in the book").to_string_lossy().into_owned();
            pages.insert(name, read(&path));
        }
    }
    let mut wrong = Vec::new();
    // The page for addresses that are not there has links from the site's root, wherever that is.
    for (name, html) in pages.iter().filter(|(name, _)| *name != "404.html") {
        for link in attributes(html, "href")
            .chain(attributes(html, "src"))
            .filter(|link| !is_elsewhere(link))
        {
            let (file, place) = link.split_once('#').unwrap_or((link, ""));
            let file = file.split('?').next().unwrap_or_default();
            let target = if file.is_empty() {
                PathBuf::from(name)
            } else {
                Path::new(name).parent().unwrap_or(Path::new("")).join(file)
            };
            let there = match pages.get(&*target.to_string_lossy()) {
                Some(page) => place.is_empty() || attributes(page, "id").any(|id| id == place),
                None => book.join(&target).exists(),
            };
            if !there {
                wrong.push(format!("{name}: `{link}` leads nowhere"));
            }
        }
    }
    wrong
}

fn attributes<'a>(html: &'a str, name: &str) -> impl Iterator<Item = &'a str> {
    html.split(&format!(" {name}=\""))
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap_or_default())
        .collect::<Vec<_>>()
        .into_iter()
}

fn markdown_links(page: &str) -> Vec<String> {
    let links = Parser::new_ext(page, Options::ENABLE_TABLES).filter_map(|event| match event {
        Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
            Some(dest_url.to_string())
        }
        _ => None,
    });
    links.collect()
}

fn is_elsewhere(link: &str) -> bool {
    ["http://", "https://", "mailto:", "data:", "javascript:"]
        .iter()
        .any(|start| link.starts_with(start))
}

// The glossary.

/// Words whose section is not named, or does not link back. `page` gives the text of a page of the book.
fn glossary_problems(glossary: &str, page: impl Fn(&str) -> Option<String>) -> Vec<String> {
    let mut wrong = Vec::new();
    for (word, text) in sections(glossary).into_iter().skip(1) {
        let links = markdown_links(&text);
        let taught: Vec<_> =
            links.iter().filter_map(|link| Some((link, link.split_once('#')?))).collect();
        if taught.is_empty() {
            wrong.push(format!("`glossary.md#{word}` names no section that teaches it"));
        }
        for (link, (file, id)) in taught {
            let back = format!("glossary.md#{word}");
            let sections = page(file).map(|page| sections(&page)).unwrap_or_default();
            if !sections
                .iter()
                .any(|(other, text)| other == id && markdown_links(text).contains(&back))
            {
                wrong.push(format!("`{link}` does not link back to `{back}`"));
            }
        }
    }
    wrong
}

/// The sections of a page, each up to the next heading: the id that mdBook gives the heading, and the text.
fn sections(page: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    let mut heading = false;
    let options = Options::ENABLE_TABLES | Options::ENABLE_HEADING_ATTRIBUTES;
    for (event, span) in Parser::new_ext(page, options).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { id, .. }) => {
                heading = id.is_none();
                found.push((id.map(|id| id.to_string()).unwrap_or_default(), String::new()));
            }
            Event::End(TagEnd::Heading(_)) => heading = false,
            Event::Text(text) | Event::Code(text) if heading => {
                let letters = text.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c));
                let (id, _) = found.last_mut().expect("a heading was begun");
                id.extend(letters.map(|c| if c == ' ' { '-' } else { c.to_ascii_lowercase() }));
            }
            Event::Start(Tag::Paragraph | Tag::List(_) | Tag::Table(_) | Tag::BlockQuote(_)) => {
                if let Some((_, text)) = found.last_mut() {
                    text.push_str(&page[span]);
                    text.push_str("\n\n");
                }
            }
            _ => (),
        }
    }
    found
}

// The page on reports.

/// The functions of the findings that return a kind.
const KIND_FUNCTIONS: [&str; 5] =
    ["fn kind", "fn name_change", "fn name_row_difference", "fn name_rule", "fn name_sql_error"];

/// The kinds that [`KIND_FUNCTIONS`] return.
fn kinds(source: &str) -> BTreeSet<String> {
    let is_kind = |line: &str| {
        line.trim_start()
            .trim_start_matches("pub(super) ")
            .trim_start_matches("pub(crate) ")
            .trim_start_matches("pub ")
            .split('(')
            .next()
            .is_some_and(|head| KIND_FUNCTIONS.contains(&head))
    };
    let mut found = BTreeSet::new();
    let mut end = None;
    for line in source.lines() {
        let indent = line.len() - line.trim_start().len();
        if is_kind(line) {
            end = Some(indent);
        } else if end == Some(indent) && line.trim() == "}" {
            end = None;
        } else if end.is_some() {
            found.extend(line.split('"').skip(1).step_by(2).map(str::to_owned));
        }
    }
    found
}

/// The fields of the structs that are serialised.
fn fields(source: &str) -> BTreeSet<String> {
    // A struct that is flattened gives out its own fields, not its name.
    let source = source.replace("#[serde(flatten)]\n    exercise:", "");
    let structs = source
        .split("struct ")
        .skip(1)
        .filter_map(|rest| rest.split_once("{\n"))
        .filter(|(head, _)| head.contains("Json") && !head.contains(';'));
    let lines = structs.flat_map(|(_, body)| body.lines().take_while(|line| *line != "}"));
    let fields =
        lines.filter_map(|line| line.trim().split_once(": ")).map(|(name, _)| name.to_owned());
    fields.filter(|name| name.chars().all(|c| c.is_ascii_lowercase() || c == '_')).collect()
}

/// The names in the first column of every table whose first head is `head`.
fn first_cells(page: &str, head: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut wanted = false;
    for line in page.lines() {
        let first = line.strip_prefix("| ").and_then(|rest| rest.split(" |").next());
        match first {
            None => wanted = wanted && line.starts_with('|'),
            Some(cell) if cell == head => wanted = true,
            Some(cell) if wanted => {
                found.extend(cell.split('`').skip(1).step_by(2).map(str::to_owned))
            }
            Some(_) => (),
        }
    }
    found
}

// The course.

/// A copy of the course as a learner gets it, without what this one's learner has made of it.
fn untouched() -> TempDir {
    let copy = TempDir::new().expect("a folder can be made");
    let starters = root().join("tests/starters");
    let trees = ["book", "exercises", "solutions"];
    let of_tests = ["tests/answers", "tests/class", "tests/snapshots", "tests/starters"];
    for tree in trees.into_iter().chain(of_tests) {
        for entry in walkdir::WalkDir::new(root().join(tree)) {
            let path = entry.expect("the course can be read").into_path();
            let name = path.strip_prefix(root()).expect("it is in the course");
            let given =
                tree != "exercises" || is_given(name.strip_prefix("exercises").unwrap_or(name));
            if path.is_file() && given {
                copy_file(&path, &copy.path().join(name));
            }
            if let (true, Ok(name)) = (path.is_file(), path.strip_prefix(&starters)) {
                copy_file(&path, &copy.path().join("exercises").join(name));
            }
        }
    }
    copy_file(&root().join("book.toml"), &copy.path().join("book.toml"));
    copy
}

/// Whether a file in `exercises` is the course's: the learner may have added others.
fn is_given(name: &Path) -> bool {
    let is_scripts =
        name.parent().filter(|folder| folder.ends_with("migrations")).and_then(Path::parent);
    let manifest =
        is_scripts.map(|folder| root().join("exercises").join(folder).join("exercise.toml"));
    // Scripts of a folder that is the learner's as a whole may have any name.
    let renamed = manifest
        .and_then(|path| fs::read_to_string(path).ok())
        .is_some_and(|text| text.contains("\"migrations/\""));
    let original = !renamed && root().join("solutions").join(name).exists();
    name.starts_with("examples") || name.ends_with("exercise.toml") || original
}

fn copy_file(from: &Path, to: &Path) {
    fs::create_dir_all(to.parent().expect("a file is in a folder")).expect("a folder can be made");
    fs::copy(from, to).unwrap_or_else(|error| panic!("{}: {error}", from.display()));
}

/// What the program prints, whatever its exit code.
fn workbook(folder: &Path, arguments: &[impl AsRef<OsStr> + Debug]) -> String {
    let run =
        Command::new(env!("CARGO_BIN_EXE_workbook")).args(arguments).current_dir(folder).output();
    let run = run.expect("workbook starts");
    assert_ne!(
        run.status.code(),
        Some(2),
        "{arguments:?}: {}",
        String::from_utf8_lossy(&run.stderr)
    );
    String::from_utf8(run.stdout).expect("reports are text")
}

fn pages() -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join("book")).expect("the book can be read");
    let mut pages: Vec<PathBuf> =
        entries.map(|entry| entry.expect("the book can be read").path()).collect();
    pages.retain(|path| {
        path.extension().is_some_and(|extension| extension == "md") && !path.ends_with("SUMMARY.md")
    });
    pages.sort();
    pages
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the runner is in the course").to_owned()
}

fn shown(path: &Path) -> String {
    path.strip_prefix(root()).expect("the file is below the root").to_string_lossy().into_owned()
}

fn file_name(path: &Path) -> String {
    path.file_name().expect("a page has a name").to_string_lossy().into_owned()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[track_caller]
fn assert_none(wrong: Vec<String>) {
    assert!(wrong.is_empty(), "{} things are not true:\n{}", wrong.len(), wrong.join("\n"));
}
