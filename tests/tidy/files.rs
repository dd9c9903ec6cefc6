//! The files of the project that the rules look at, and the modules they make.

use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::TokenStream;

use crate::tokens::{is_test, without};

/// A file of the project, by its path from the root.
pub(crate) struct SourceFile {
    pub(crate) name: String,
    pub(crate) text: String,
    /// That of `#[cfg(…)]` where the file is declared as a module.
    pub(crate) condition: Option<String>,
}

/// A Rust file of the runner or the core as a module: `check::perform`, `core::schema::diff`.
pub(crate) struct SourceModule {
    pub(crate) name: String,
    pub(crate) file: String,
    pub(crate) tokens: TokenStream,
}

impl SourceFile {
    pub(crate) fn tokens(&self) -> TokenStream {
        self.text.parse().unwrap_or_else(|error| panic!("{}: {error}", self.name))
    }

    /// The tokens without tests.
    pub(crate) fn code(&self) -> TokenStream {
        if self.is_test() { TokenStream::new() } else { without(&self.tokens(), is_test) }
    }

    pub(crate) fn is_test(&self) -> bool {
        self.condition.as_deref().is_some_and(is_test)
    }
}

pub(crate) fn source(name: &str, text: &str) -> SourceFile {
    SourceFile { name: name.to_owned(), text: text.to_owned(), condition: None }
}

pub(crate) fn module(name: &str, text: &str) -> SourceModule {
    let file = format!("{}.rs", name.replace("::", "/"));
    SourceModule { name: name.to_owned(), tokens: source(&file, text).tokens(), file }
}

pub(crate) fn crate_sources() -> Vec<SourceModule> {
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
            modules.push(SourceModule { name, tokens: file.tokens(), file: file.name });
        }
    }
    modules
}

pub(crate) fn rust_files(folders: &[&str]) -> Vec<SourceFile> {
    files(folders, &["rs"])
}

/// The project's own files in `folders` whose names end with one of `extensions`.
pub(crate) fn files(folders: &[&str], extensions: &[&str]) -> Vec<SourceFile> {
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
    let file = |path: &Path| SourceFile {
        condition: condition_of(path),
        ..source(&shown(path), &read(path))
    };
    let files: Vec<SourceFile> = all.map(|entry| file(entry.path())).collect();
    assert!(!files.is_empty(), "there is something to check");
    files
}

/// The condition of a file that another declares with `#[cfg(test)] mod tests;`, and of the files below it.
fn condition_of(path: &Path) -> Option<String> {
    let parent = path.parent()?.with_extension("rs");
    let declared_in = fs::read_to_string(&parent).ok()?;
    let module = format!("mod {};", path.file_stem()?.to_string_lossy());
    let lines: Vec<&str> = declared_in.lines().collect();
    let pair = lines.windows(2).find(|pair| pair[1].ends_with(&module))?;
    let condition = pair[0].strip_prefix("#[cfg(").and_then(|rest| rest.strip_suffix(")]"));
    condition.map(str::to_owned).or_else(|| condition_of(&parent))
}

/// False for what is built, kept or generated: it is nobody's source.
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

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the runner is in the course").to_owned()
}

fn shown(path: &Path) -> String {
    path.strip_prefix(root())
        .expect("the file is below the root")
        .to_string_lossy()
        .replace('\\', "/")
}
