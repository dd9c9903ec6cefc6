//! `workbook class release`: the course as learners get it, without solutions, kept answers and authors' tests.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, bail};
use toml_edit::{DocumentMut, Item, Value};
use workbook_core::exercise::{Exercise, Tree};

use super::release_templates::TEMPLATES;
use super::release_trial::{self, ReleaseTrial};
use crate::command::course_copy::{AnswerFiles, read_files_without};
use crate::command::{Io, released_files};
use crate::course::{Course, sealed};
use crate::exit::Exit;
use crate::program::{self, Ending, Limits};

/// Handling of a folder that holds something already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Existing {
    Refuse,
    /// It is an earlier release: what the course no longer has is removed.
    Update,
}

/// What learners need beside `exercises`, `solutions` and the book: the program, and what answers are compared with.
const WANTED: [&str; 11] = [
    ".vscode",
    "Cargo.toml",
    "Cargo.lock",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "book.toml",
    "clippy.toml",
    "rust-analyzer.toml",
    "rustfmt.toml",
    "runner",
    "book",
];
const SNAPSHOTS: &str = "tests/snapshots";
const WANTED_TESTS: [&str; 2] = [SNAPSHOTS, "tests/starters"];
/// Tests and benchmarks of the program itself.
const UNWANTED: [&str; 2] = ["runner/benches", "runner/core/tests"];

/// Writes the release, tries it, and makes a repository of it.
pub(super) fn release_course(
    course: &Course,
    to: &Path,
    existing: Existing,
    trial: ReleaseTrial,
    io: &mut Io<'_>,
) -> anyhow::Result<Exit> {
    let is_empty = fs::read_dir(to).map_or(true, |mut entries| entries.next().is_none());
    if !is_empty && existing == Existing::Refuse {
        bail!("`{}` is not empty\nhint: bring a release up to date with `--update`", to.display());
    }
    if !is_empty && !to.join(released_files::LIST).is_file() {
        bail!("`{}` is no release: it has no `{}`", to.display(), released_files::LIST);
    }
    let files = release_files(course, &[to.to_owned()])?;
    for note in released_files::write(to, &files, &|_| false)? {
        writeln!(io.err, "note: {note}")?;
    }
    let tried = release_trial::try_release(course, to, trial, io)?;
    writeln!(io.out, "{} files in `{}`, {tried}", files.len(), to.display())?;
    if let Some(reason) = commit_release(to) {
        writeln!(io.err, "note: git made no commit of it: {reason}")?;
    }
    Ok(Exit::Passed)
}

/// The files that grade answers elsewhere, by their paths: a release with the solutions.
pub(super) fn grading_files(course: &Course, without: &[PathBuf]) -> anyhow::Result<AnswerFiles> {
    let mut files = release_files(course, without)?;
    let mut own = read_files_without(&course.root, without)?;
    // The manifest and the lock file of the workspace name the solutions.
    own.retain(|path, _| {
        path.starts_with(Tree::Solutions.name())
            || ["Cargo.toml", "Cargo.lock"].iter().any(|name| path == Path::new(name))
    });
    files.extend(own);
    Ok(files)
}

/// The files of a release, by their paths in it.
pub(super) fn release_files(course: &Course, without: &[PathBuf]) -> anyhow::Result<AnswerFiles> {
    let mut files = read_files_without(&course.root, without)?;
    files.retain(|path, _| is_wanted(path));
    for entry in course.entries() {
        let exercise = entry.exercise().map_err(Clone::clone)?;
        take_starters(exercise, &mut files);
    }
    for (path, bytes) in &mut files {
        if path.starts_with(SNAPSHOTS)
            && let Ok(text) = str::from_utf8(bytes)
        {
            *bytes = sealed::seal(text).into_owned().into_bytes();
        }
    }
    for (name, change) in MANIFESTS {
        if let Some(bytes) = files.get_mut(Path::new(name)) {
            let text = std::str::from_utf8(bytes).context("a manifest is not UTF-8")?;
            *bytes =
                change(text).with_context(|| format!("failed to change `{name}`"))?.into_bytes();
        }
    }
    for (name, text) in TEMPLATES {
        files.insert(PathBuf::from(name), text.as_bytes().to_vec());
    }
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

/// Makes a repository of a release that is none, with one commit. Says why that was not done.
fn commit_release(to: &Path) -> Option<String> {
    if to.join(".git").exists() {
        return None;
    }
    // Where git knows nobody, the commit is the program's.
    let has_name = run_git(to, &["config", "user.email"]).is_ok();
    let name = ["-c", "user.name=workbook", "-c", "user.email=workbook@localhost"];
    let name = if has_name { &[][..] } else { &name[..] };
    let commit =
        ["commit", "--quiet", "--no-gpg-sign", "--message", "The course as learners get it"];
    run_git(to, &["init", "--quiet"])
        .and_then(|()| run_git(to, &["add", "--all"]))
        .and_then(|()| run_git(to, &[name, &commit].concat()))
        .err()
}

fn run_git(folder: &Path, arguments: &[&str]) -> Result<(), String> {
    let mut command = Command::new("git");
    command.args(arguments).current_dir(folder);
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
        command.env_remove(name);
    }
    let run = program::run_tool(&mut command, GIT_LIMITS).map_err(|error| error.reason())?;
    match run.ending {
        Ending::Exited(0) => Ok(()),
        _ => Err(run.stderr.trim().to_owned()),
    }
}

const GIT_LIMITS: Limits = Limits { time: Duration::from_secs(120), output_bytes: 1_000_000 };
