//! The folder into which the book is built: nothing is removed there that an earlier build did not write.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, bail, ensure};
use mdbook_driver::MDBook;
use walkdir::WalkDir;

/// Lists the files of a built book, one a line. It stands in the folder itself, so that it goes where the folder goes.
const LIST: &str = ".built-by-workbook";

/// Folders in which a course is written, beside the ones that `book.toml` names.
const SOURCES: &[&str] = &["exercises", "solutions", "tests", ".git", ".workbook"];

/// Files that mdBook writes into every book in HTML.
const ALWAYS_WRITTEN: &[&str] = &[".nojekyll", "404.html", "toc.html"];

/// How many files are named in an error.
const NAMED: usize = 3;

const HINT: &str = "name a folder of its own as `build-dir` below `[build]` in `book.toml`, for example `book-html`";

/// The folder as it was before the build, which may be replaced as far as was seen.
pub(crate) struct OutputFolder {
    /// With every link resolved.
    path: PathBuf,
    /// As the book's configuration has it.
    shown: String,
    /// Its files by the names they have in a list.
    found: BTreeMap<String, PathBuf>,
    /// The files that the last build wrote; None where no build left a list.
    listed: Option<BTreeSet<String>>,
}

impl OutputFolder {
    /// Looks at the folder in which `book` is to be built, and refuses one where a build could remove what is not its own.
    pub(crate) fn inspect(book: &MDBook) -> anyhow::Result<OutputFolder> {
        let path = resolve(&book.root.join(&book.config.build.build_dir))?;
        let shown = book.config.build.build_dir.display().to_string();
        refuse_sources(book, &path, &shown)?;
        if fs::symlink_metadata(&path).is_ok_and(|metadata| !metadata.is_dir()) {
            bail!("a file stands in the place of the folder `{shown}`\nhint: {HINT}");
        }
        let found = files_of(&path)?;
        let listed = found.contains_key(LIST).then(|| read_list(&path)).transpose()?;
        let folder = OutputFolder { path, shown, found, listed };
        if let Some(listed) = &folder.listed {
            folder.refuse_strangers(|name| name == LIST || listed.contains(name))?;
        }
        Ok(folder)
    }

    /// Puts a book that was built elsewhere into the folder, in the place of the one before.
    pub(crate) fn replace(&self, built: &Path) -> anyhow::Result<()> {
        let new = files_of(built)?;
        if self.listed.is_none() {
            let known: BTreeSet<String> = new.keys().map(|name| without_hash(name)).collect();
            let is_book = self.has_what_is_always_written(&new);
            self.refuse_strangers(|name| is_book && known.contains(&without_hash(name)))?;
        }
        fs::create_dir_all(&self.path)
            .with_context(|| format!("failed to make the folder `{}`", self.shown))?;
        // Until the last file is there the list holds both, so that a build that was ended is no stranger's work.
        self.write_list(self.found.keys().chain(new.keys()))?;
        self.remove_old_files()?;
        for file in new.values() {
            self.copy_file(built, file)?;
        }
        self.write_list(new.keys())
    }

    /// Whether the folder looks like a book: mdBook by itself leaves no list.
    fn has_what_is_always_written(&self, new: &BTreeMap<String, PathBuf>) -> bool {
        let mut always_written =
            new.values().filter(|file| ALWAYS_WRITTEN.iter().any(|name| file.ends_with(name)));
        always_written.all(|file| self.found.contains_key(&list_name(file)))
    }

    /// An error about files that are not known.
    fn refuse_strangers(&self, is_known: impl Fn(&str) -> bool) -> anyhow::Result<()> {
        let strangers: Vec<&String> = self.found.keys().filter(|name| !is_known(name)).collect();
        if strangers.is_empty() {
            return Ok(());
        }
        let named: Vec<String> =
            strangers.iter().take(NAMED).map(|name| format!("`{name}`")).collect();
        let more = match strangers.len() - named.len() {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let why = match self.listed {
            Some(_) => "since it was built, files were added to it",
            None => "it was not made by `workbook book build`, or by another course",
        };
        bail!(
            "the book cannot be built into `{}`, whose files would be lost: {why} ({}{more})\n\
             hint: delete the folder if nothing in it is needed, or {HINT}",
            self.shown,
            named.join(", ")
        )
    }

    fn write_list<'a>(&self, names: impl Iterator<Item = &'a String>) -> anyhow::Result<()> {
        let names: BTreeSet<&String> = names.filter(|name| *name != LIST).collect();
        let text: String = names.iter().map(|name| format!("{name}\n")).collect();
        let list = self.path.join(LIST);
        remove_if_there(&list)
            .and_then(|()| fs::write(&list, text))
            .with_context(|| format!("failed to write `{LIST}` in `{}`", self.shown))
    }

    fn remove_old_files(&self) -> anyhow::Result<()> {
        for (name, file) in self.found.iter().filter(|(name, _)| *name != LIST) {
            remove_if_there(&self.path.join(file))
                .with_context(|| format!("failed to remove `{name}` in `{}`", self.shown))?;
            for folder in file.ancestors().skip(1).filter(|folder| *folder != Path::new("")) {
                // A folder that still holds something is not removed.
                if fs::remove_dir(self.path.join(folder)).is_err() {
                    break;
                }
            }
        }
        Ok(())
    }

    fn copy_file(&self, built: &Path, file: &Path) -> anyhow::Result<()> {
        let target = self.path.join(file);
        let parent = target.parent().unwrap_or(&self.path);
        fs::create_dir_all(parent)
            .and_then(|()| fs::copy(built.join(file), &target))
            .with_context(|| format!("failed to write `{}` in `{}`", file.display(), self.shown))?;
        Ok(())
    }
}

/// An error where the folder is the course, or has to do with a folder in which the course is written.
fn refuse_sources(book: &MDBook, folder: &Path, shown: &str) -> anyhow::Result<()> {
    let root = resolve(&book.root)?;
    ensure!(
        !root.starts_with(folder),
        "the book cannot be built into `{shown}`, which holds the course\nhint: {HINT}"
    );
    let named = [book.source_dir(), book.theme_dir()];
    let sources = SOURCES.iter().map(|name| book.root.join(name)).chain(named);
    for source in sources {
        let source = resolve(&source)?;
        let name = source.strip_prefix(&root).unwrap_or(&source).display();
        let how = if folder == source {
            "which is a folder of the course itself".to_owned()
        } else if source.starts_with(folder) {
            format!("which holds `{name}`, a folder of the course itself")
        } else if folder.starts_with(&source) && source != root {
            format!("which lies in `{name}`, a folder of the course itself")
        } else {
            continue;
        };
        bail!("the book cannot be built into `{shown}`, {how}\nhint: {HINT}");
    }
    Ok(())
}

/// Returns the path without links and `..`; of what is not there yet, as it will be once it is made.
fn resolve(path: &Path) -> anyhow::Result<PathBuf> {
    let mut found = path.ancestors();
    let fail = || format!("failed to find the folder `{}`", path.display());
    let (real, known) = found
        .find_map(|folder| Some((fs::canonicalize(folder).ok()?, folder)))
        .with_context(fail)?;
    let rest = path.strip_prefix(known).with_context(fail)?;
    Ok(rest.components().fold(real, |mut real, part| {
        match part {
            Component::ParentDir => _ = real.pop(),
            Component::Normal(name) => real.push(name),
            _ => (),
        }
        real
    }))
}

/// The files in a folder, by the names they have in a list; links are files here. Nothing where there is no folder.
fn files_of(folder: &Path) -> anyhow::Result<BTreeMap<String, PathBuf>> {
    let mut files = BTreeMap::new();
    if !folder.exists() {
        return Ok(files);
    }
    for entry in WalkDir::new(folder) {
        let entry = entry?;
        if !entry.file_type().is_dir() {
            let file = entry.path().strip_prefix(folder)?.to_owned();
            files.insert(list_name(&file), file);
        }
    }
    Ok(files)
}

/// A path on one line, whatever it is made of.
fn list_name(file: &Path) -> String {
    let parts = file.components().map(|part| part.as_os_str().to_string_lossy());
    parts.collect::<Vec<_>>().join("/").escape_debug().to_string()
}

/// Reads the list of a built book; one that no build can have left lists nothing.
fn read_list(folder: &Path) -> anyhow::Result<BTreeSet<String>> {
    let list = folder.join(LIST);
    ensure!(fs::symlink_metadata(&list)?.is_file(), "`{}` is not a regular file", list.display());
    let bytes = fs::read(&list).with_context(|| format!("failed to read `{}`", list.display()))?;
    Ok(String::from_utf8_lossy(&bytes).lines().map(str::to_owned).collect())
}

/// `book.js` for `book-0a1b2c3d.js`: mdBook puts a hash of what is in a file into its name.
fn without_hash(name: &str) -> String {
    match name.rsplit_once('-').map(|(stem, rest)| (stem, rest.split_once('.'))) {
        Some((stem, Some((hash, end)))) if is_hash(hash) => format!("{stem}.{end}"),
        _ => name.to_owned(),
    }
}

/// True of eight hexadecimal digits.
fn is_hash(text: &str) -> bool {
    text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn remove_if_there(file: &Path) -> io::Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}
