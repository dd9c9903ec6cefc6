//! `workbook class release`: the course as learners get it, without solutions, kept answers and authors' tests.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use toml_edit::{DocumentMut, Item, Value};
use workbook_core::exercise::{Exercise, Tree};
use workbook_core::grade::Verdict;

use super::released_files;
use crate::check::{self, Options};
use crate::command::Io;
use crate::command::course_copy::{AnswerFiles, read_files_without};
use crate::course::{self, Course};
use crate::exit::Exit;

/// Handling of a folder that holds something already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Existing {
    Refuse,
    /// It is an earlier release: what the course no longer has is removed.
    Update,
}

/// What learners need beside `exercises`, `solutions` and the book: the program, and what answers are compared with.
const WANTED: [&str; 9] = [
    "Cargo.toml",
    "Cargo.lock",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "book.toml",
    "clippy.toml",
    "rustfmt.toml",
    "runner",
    "book",
];
const WANTED_TESTS: [&str; 2] = ["tests/snapshots", "tests/starters"];
/// Tests and benchmarks of the program itself.
const UNWANTED: [&str; 2] = ["runner/benches", "runner/core/tests"];

/// Writes the release, and tries every starter in it that runs no program.
pub(super) fn release_course(
    course: &Course,
    to: &Path,
    existing: Existing,
    io: &mut Io<'_>,
) -> anyhow::Result<Exit> {
    let is_empty = fs::read_dir(to).map_or(true, |mut entries| entries.next().is_none());
    if !is_empty && existing == Existing::Refuse {
        bail!("`{}` is not empty\nhint: bring a release up to date with `--update`", to.display());
    }
    if !is_empty && !to.join(released_files::LIST).is_file() {
        bail!("`{}` is no release: it has no `{}`", to.display(), released_files::LIST);
    }
    let files = release_files(course, to)?;
    for note in released_files::write(to, &files)? {
        writeln!(io.err, "note: {note}")?;
    }
    let tried = try_release(course, to, io)?;
    writeln!(io.out, "{} files in `{}`, {tried} starters tried", files.len(), to.display())?;
    Ok(Exit::Passed)
}

/// The files of a release, by their paths in it.
fn release_files(course: &Course, to: &Path) -> anyhow::Result<AnswerFiles> {
    let mut files = read_files_without(&course.root, &[to.to_owned()])?;
    files.retain(|path, _| is_wanted(path));
    for entry in course.entries() {
        let exercise = entry.exercise().map_err(Clone::clone)?;
        take_starters(exercise, &mut files);
    }
    for (name, change) in MANIFESTS {
        if let Some(bytes) = files.get_mut(Path::new(name)) {
            let text = std::str::from_utf8(bytes).context("a manifest is not UTF-8")?;
            *bytes =
                change(text).with_context(|| format!("failed to change `{name}`"))?.into_bytes();
        }
    }
    files.insert(PathBuf::from(".gitignore"), GIT_IGNORE.as_bytes().to_vec());
    files.insert(PathBuf::from("README.md"), README.as_bytes().to_vec());
    Ok(files)
}

fn is_wanted(path: &Path) -> bool {
    let is_below = |names: &[&str]| names.iter().any(|name| path.starts_with(name));
    let trees = [Tree::Exercises.name(), Tree::Solutions.name()];
    let is_manifest = path == Path::new("solutions/Cargo.toml");
    (is_below(&WANTED) || is_below(&WANTED_TESTS) || is_below(&trees))
        && !is_below(&UNWANTED)
        && !is_manifest
}

/// Puts the untouched starters in the place of what learners edit, and leaves out the solution's files.
fn take_starters(exercise: &Exercise, files: &mut AnswerFiles) {
    let folders = [Tree::Exercises, Tree::Solutions].map(|tree| exercise.folder(tree));
    files.retain(|path, _| {
        !folders
            .iter()
            .any(|folder| path.strip_prefix(folder).is_ok_and(|name| exercise.is_edited(name)))
    });
    let starter = exercise.starter();
    let found: Vec<(PathBuf, Vec<u8>)> = files
        .iter()
        .filter_map(|(path, bytes)| {
            Some((path.strip_prefix(&starter).ok()?.to_owned(), bytes.clone()))
        })
        .collect();
    let [folder, _] = folders;
    files.extend(found.into_iter().map(|(name, bytes)| (folder.join(name), bytes)));
}

/// A change of a manifest that names what a release lacks.
type ManifestChange = fn(&str) -> anyhow::Result<String>;

const MANIFESTS: [(&str, ManifestChange); 3] = [
    ("Cargo.toml", without_solutions),
    ("Cargo.lock", without_solutions_locked),
    ("runner/Cargo.toml", without_tests),
];

/// The workspace without its member `solutions`, whose programs lack the files that learners write.
fn without_solutions(text: &str) -> anyhow::Result<String> {
    let mut manifest: DocumentMut = text.parse()?;
    let workspace = manifest.get_mut("workspace").context("there is no `[workspace]`")?;
    for list in ["members", "default-members"] {
        if let Some(members) = workspace.get_mut(list).and_then(Item::as_array_mut) {
            members.retain(|member| member.as_str() != Some(Tree::Solutions.name()));
        }
    }
    workspace["exclude"] = Item::Value(Value::from_iter([Tree::Solutions.name()]));
    Ok(manifest.to_string())
}

fn without_solutions_locked(text: &str) -> anyhow::Result<String> {
    let mut lock: DocumentMut = text.parse()?;
    if let Some(packages) = lock.get_mut("package").and_then(Item::as_array_of_tables_mut) {
        packages.retain(|package| {
            package.get("name").and_then(Item::as_str) != Some(Tree::Solutions.name())
        });
    }
    Ok(lock.to_string())
}

fn without_tests(text: &str) -> anyhow::Result<String> {
    let mut manifest: DocumentMut = text.parse()?;
    manifest.remove("test");
    manifest.remove("bench");
    Ok(manifest.to_string())
}

/// Grades the starters in the release that run no program: each fails, and is told what it is told here. Returns how many.
fn try_release(course: &Course, to: &Path, io: &mut Io<'_>) -> anyhow::Result<usize> {
    let release = course::open(to)?;
    let mut tried = 0;
    for entry in release.entries() {
        let exercise = entry.exercise().map_err(Clone::clone)?;
        if exercise.runs_programs() {
            continue;
        }
        let quick = Options::quick(Tree::Exercises);
        let report = check::check(&release, exercise, quick, &mut |_| ()).report;
        if let Some(error) = &report.exercise.error {
            bail!("{} cannot be graded in the release: {error}", exercise.id);
        }
        let told = report.exercise.findings().first().map(|(_, finding)| finding.message());
        let wanted = exercise.first_message.as_deref().unwrap_or_default();
        let passes = report.exercise.verdict == Verdict::Passed && exercise.first_message.is_none();
        if !passes && !told.as_deref().unwrap_or_default().contains(wanted) {
            writeln!(io.err, "warning: the starter of {} is not told `{wanted}`", exercise.id)?;
        }
        tried += 1;
    }
    let (all, here) = (release.entries().count(), course.entries().count());
    if all != here {
        bail!("the release has {all} exercises, and the course {here}");
    }
    Ok(tried)
}

const GIT_IGNORE: &str = "/target\n/.workbook\n/book-html\n*.db\n*.db-journal\nnode_modules\n";

const README: &str = "\
# Workbook

You learn here how databases work by writing to them: in SQL, and in Rust with SeaORM. The book is in `book`; what you
edit is in `exercises`. Install Rust from <https://rustup.rs> and a C compiler, then:

```console
$ cargo run -- check
```

That grades the next exercise, says what is right and what is not yet, and where. The first run compiles the program, which
takes a minute or more.

| command | what it does |
|---|---|
| `cargo run -- list` | every exercise, and how far you are |
| `cargo run -- show` | the task of the next exercise |
| `cargo run -- hint` | one more hint |
| `cargo run -- reset ch1/first-table` | brings back the files of an exercise |
| `cargo run -- book build` | the book as web pages |
| `cargo run -- submit` | a zip of your answers, to hand in |
";
