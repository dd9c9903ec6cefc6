//! A course on disk as validated data: its chapters, and their exercises in the order of the book.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use workbook_core::exercise::{Exercise, Tree};

use crate::book::section;

pub(crate) mod copied;
pub(crate) mod explained;
pub(crate) mod given;
pub(crate) mod manifest;
pub(crate) mod sealed;
pub(crate) mod select;

use copied::CopiedFolder;
use explained::ExplainedSections;

/// A course that was found.
#[derive(Debug)]
pub struct Course {
    pub root: PathBuf,
    pub(crate) chapters: Vec<Chapter>,
    /// Folders among those of chapters and exercises that are none.
    pub(crate) copies: Vec<CopiedFolder>,
    explained: OnceLock<ExplainedSections>,
    /// Digests of what every program is built from, see [`crate::content_hash`].
    pub(crate) program_sources: OnceLock<Vec<FileDigest>>,
}

/// A file's name in the course, and the hash of its content.
#[derive(Clone, Debug)]
pub(crate) struct FileDigest {
    pub(crate) name: String,
    pub(crate) digest: [u8; 32],
}

/// A chapter: a folder of exercises and the page that teaches them.
#[derive(Debug)]
pub(crate) struct Chapter {
    /// `ch1`
    pub(crate) id: String,
    /// `ch01-why-a-database`, the name of its folders and its page.
    pub(crate) stem: String,
    pub(crate) entries: Vec<Entry>,
}

/// An exercise's folder. Its `exercise.toml` is read when it is first asked for, so that one exercise can be checked without
/// reading all others, and what is wrong with it keeps nobody from the others.
#[derive(Debug)]
pub struct Entry {
    /// `ch1/first-table`
    pub id: String,
    /// `ch01-why-a-database/first-table`
    pub(crate) path: PathBuf,
    root: PathBuf,
    exercise: OnceLock<Result<Exercise, ManifestError>>,
}

/// The folder of everything the workbook remembers, relative to the course.
pub(crate) const MEMORY: &str = ".workbook";

/// A path relative to the course as reports show it, with `/` on every system.
pub fn shown(path: &Path) -> String {
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// Reads a file of the course's own; a pipe in its place is an error, not a wait.
pub fn read_text(path: &Path) -> io::Result<String> {
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a regular file"));
    }
    fs::read_to_string(path)
}

/// A folder that cannot be used as a course.
#[derive(Debug, thiserror::Error)]
pub enum CourseError {
    #[error(
        "there is no course here: neither `{0}` nor a folder above it has both `exercises` and `book.toml`\n\
         hint: go into the course's folder, or name it with `--course`"
    )]
    NotFound(PathBuf),
    #[error("`{0}` is no course: it needs a folder `exercises`")]
    NotACourse(PathBuf),
    #[error("failed to read `{path}`")]
    Read { path: PathBuf, source: io::Error },
}

/// A mistake in an `exercise.toml`, with its place. Lines and columns count from 1; 0 means the file as a whole.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{}{message}", describe_place(file, *line, *column))]
pub struct ManifestError {
    pub(crate) file: PathBuf,
    pub(crate) line: usize,
    pub(crate) column: usize,
    pub(crate) message: String,
}

fn describe_place(file: &Path, line: usize, column: usize) -> String {
    let file = file.display();
    if line == 0 { format!("{file}: ") } else { format!("{file}:{line}:{column}: ") }
}

impl Entry {
    /// The exercise, or what is wrong with its `exercise.toml`.
    pub fn exercise(&self) -> Result<&Exercise, &ManifestError> {
        self.exercise.get_or_init(|| manifest::read(&self.root, &self.id, &self.path)).as_ref()
    }
}

impl Chapter {
    /// Its page, relative to the course.
    pub(crate) fn page(&self) -> PathBuf {
        page_path(&self.stem)
    }
}

impl Course {
    /// A course without chapters.
    pub(crate) fn empty(root: PathBuf) -> Course {
        Course {
            root,
            chapters: Vec::new(),
            copies: Vec::new(),
            explained: OnceLock::new(),
            program_sources: OnceLock::new(),
        }
    }

    fn add_chapter(&mut self, id: String, stem: &str) -> Result<(), CourseError> {
        let names = folder_names(&self.root.join("exercises").join(stem))?;
        let mut entries = Vec::new();
        for name in &names {
            let path = Path::new(stem).join(name);
            match copied::find_exercise_original(&self.root, stem, name, &names) {
                Some(original) => self.copies.push(CopiedFolder { path, original }),
                None if is_exercise(&self.root, &path) => entries.push(Entry {
                    id: format!("{id}/{name}"),
                    path,
                    root: self.root.clone(),
                    exercise: OnceLock::new(),
                }),
                None => (),
            }
        }
        // A page that cannot be read only leaves the exercises in the order of their names; `dev check` tells of it.
        let text = read_text(&self.root.join(page_path(stem))).unwrap_or_default();
        entries.sort_by_cached_key(|entry| {
            text.find(&format!("{{#{}}}", section::id_of(&entry.id))).unwrap_or(usize::MAX)
        });
        self.chapters.push(Chapter { id, stem: stem.to_owned(), entries });
        Ok(())
    }

    /// The sections of the book that explain what is found in an answer.
    pub(crate) fn explained(&self) -> &ExplainedSections {
        self.explained.get_or_init(|| explained::read(self))
    }

    /// The folder of everything the workbook remembers.
    pub(crate) fn memory(&self) -> PathBuf {
        self.root.join(MEMORY)
    }

    /// True when the course's own answer is there: a copy for learners may be without.
    pub(crate) fn has_solution(&self, exercise: &Exercise) -> bool {
        let folder = self.root.join(exercise.folder(Tree::Solutions));
        let files = edited_files(exercise, &folder);
        !files.is_empty() && files.iter().all(|file| folder.join(file).is_file())
    }

    /// Every exercise's folder, in the order of the book.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.chapters.iter().flat_map(|chapter| &chapter.entries)
    }

    /// The chapter an exercise belongs to.
    pub(crate) fn chapter_of(&self, id: &str) -> Option<&Chapter> {
        self.chapters.iter().find(|chapter| chapter.entries.iter().any(|entry| entry.id == id))
    }
}

/// The course in `folder`.
pub fn open(folder: &Path) -> Result<Course, CourseError> {
    if !folder.join("exercises").is_dir() {
        return Err(CourseError::NotACourse(folder.to_owned()));
    }
    let mut course = Course::empty(folder.to_owned());
    let stems = folder_names(&folder.join("exercises"))?;
    for stem in &stems {
        let Some(id) = chapter_id(stem) else { continue };
        match copied::find_chapter_original(folder, stem, &stems) {
            Some(original) => course.copies.push(CopiedFolder { path: stem.into(), original }),
            None => course.add_chapter(id, stem)?,
        }
    }
    Ok(course)
}

/// The course that `folder` is in.
pub(crate) fn find(folder: &Path) -> Result<Course, CourseError> {
    let mut folders = folder.ancestors();
    let found = folders
        .find(|folder| folder.join("exercises").is_dir() && folder.join("book.toml").is_file());
    match found {
        Some(root) => open(root),
        None => Err(CourseError::NotFound(folder.to_owned())),
    }
}

/// `ch1` for `ch01-why-a-database`; None for a folder that is no chapter.
fn chapter_id(stem: &str) -> Option<String> {
    let (number, _) = stem.strip_prefix("ch")?.split_once('-')?;
    Some(format!("ch{}", number.parse::<u32>().ok()?))
}

/// False for a folder of a learner's own, or of an editor's, among those of exercises.
fn is_exercise(root: &Path, path: &Path) -> bool {
    let folder = root.join("exercises").join(path);
    fs::symlink_metadata(folder.join("exercise.toml")).is_ok()
        || snapshot_path(root, path).is_file()
        || root.join("tests/starters").join(path).is_dir()
}

/// The file with the recorded states of the exercise in a folder.
fn snapshot_path(root: &Path, folder: &Path) -> PathBuf {
    let mut path = root.join("tests/snapshots").join(folder).into_os_string();
    path.push(".snap");
    path.into()
}

/// The page of the chapter in the folder `stem`, relative to the course.
fn page_path(stem: &str) -> PathBuf {
    Path::new("book").join(stem).with_extension("md")
}

/// Lists the learner's files of an exercise in `folder`, which has the shape of the exercise's; of a folder that is theirs
/// as a whole, the scripts that are in it now.
pub fn edited_files(exercise: &Exercise, folder: &Path) -> Vec<String> {
    let mut files = Vec::new();
    for entry in &exercise.files {
        if entry.ends_with('/') {
            let names = script_names(&folder.join(entry)).unwrap_or_default();
            files.extend(names.into_iter().map(|name| format!("{entry}{name}")));
        } else {
            files.push(entry.clone());
        }
    }
    files
}

/// The names of the scripts in a folder, sorted. What editors and systems leave there is none: `.#0001_x.sql`, `._0001_x.sql`.
pub(crate) fn script_names(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        let is_sql = Path::new(&name).extension().is_some_and(|extension| extension == "sql");
        if is_sql && !name.starts_with('.') {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// The names of the folders in a folder, sorted.
pub(crate) fn folder_names(folder: &Path) -> Result<Vec<String>, CourseError> {
    let entries = fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
    let entries =
        entries.map_err(|source| CourseError::Read { path: folder.to_owned(), source })?;
    let folders = entries.iter().filter(|entry| entry.path().is_dir());
    let mut names: Vec<String> =
        folders.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    Ok(names)
}
