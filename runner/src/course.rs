//! A course on disk as validated data: its chapters, and their exercises in the order of the book.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use workbook_core::exercise::{Exercise, Tree};

use crate::book::section;

pub(crate) mod explained;
pub(crate) mod given;
mod manifest;
pub(crate) mod select;

use explained::Explained;

/// A course that was found.
#[derive(Debug)]
pub struct Course {
    pub root: PathBuf,
    pub(crate) chapters: Vec<Chapter>,
    explained: OnceLock<Explained>,
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
    match fs::metadata(path)?.is_file() {
        true => fs::read_to_string(path),
        false => Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a regular file")),
    }
}

/// What is wrong with a course.
#[derive(Debug, thiserror::Error)]
pub enum CourseError {
    #[error(
        "there is no course here: neither `{0}` nor a folder above it has both `exercises` and `book.toml`"
    )]
    NotFound(PathBuf),
    #[error("`{0}` is no course: it needs a folder `exercises`")]
    NotACourse(PathBuf),
    #[error("failed to read `{path}`")]
    Read { path: PathBuf, source: io::Error },
}

/// What is wrong with an `exercise.toml`, and where. Lines and columns count from 1; 0 means the file as a whole.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{}{message}", place(file, *line, *column))]
pub struct ManifestError {
    pub(crate) file: PathBuf,
    pub(crate) line: usize,
    pub(crate) column: usize,
    pub(crate) message: String,
}

fn place(file: &Path, line: usize, column: usize) -> String {
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
        page(&self.stem)
    }
}

impl Course {
    /// A course without chapters.
    pub(crate) fn empty(root: PathBuf) -> Course {
        Course { root, chapters: Vec::new(), explained: OnceLock::new() }
    }

    /// Which sections of the book explain what is found in an answer.
    pub(crate) fn explained(&self) -> &Explained {
        self.explained.get_or_init(|| explained::read(self))
    }

    /// The folder of everything the workbook remembers.
    pub(crate) fn memory(&self) -> PathBuf {
        self.root.join(MEMORY)
    }

    /// Whether the course's own answer is there: a copy for learners may be without.
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
    let chapters = folders(&folder.join("exercises"))?;
    let chapters = chapters.into_iter().filter_map(|stem| chapter_id(&stem).map(|id| (id, stem)));
    let chapters: Vec<Chapter> =
        chapters.map(|(id, stem)| chapter(folder, id, stem)).collect::<Result<_, _>>()?;
    Ok(Course { chapters, ..Course::empty(folder.to_owned()) })
}

/// The course that `folder` is in.
pub(crate) fn find(folder: &Path) -> Result<Course, CourseError> {
    let is_course =
        |folder: &&Path| folder.join("exercises").is_dir() && folder.join("book.toml").is_file();
    match folder.ancestors().find(is_course) {
        Some(root) => open(root),
        None => Err(CourseError::NotFound(folder.to_owned())),
    }
}

/// `ch1` for `ch01-why-a-database`; None for a folder that is no chapter.
fn chapter_id(stem: &str) -> Option<String> {
    let (number, _) = stem.strip_prefix("ch")?.split_once('-')?;
    Some(format!("ch{}", number.parse::<u32>().ok()?))
}

fn chapter(root: &Path, id: String, stem: String) -> Result<Chapter, CourseError> {
    let names = folders(&root.join("exercises").join(&stem))?;
    let entry = |name| Entry {
        id: format!("{id}/{name}"),
        path: Path::new(&stem).join(name),
        root: root.to_owned(),
        exercise: OnceLock::new(),
    };
    let mut entries: Vec<Entry> = names.into_iter().map(entry).collect();
    // A page that cannot be read only leaves the exercises in the order of their names; `dev check` tells of it.
    let text = read_text(&root.join(page(&stem))).unwrap_or_default();
    let place = |entry: &Entry| text.find(&format!("{{#{}}}", section::id_of(&entry.id)));
    entries.sort_by_cached_key(|entry| place(entry).unwrap_or(usize::MAX));
    Ok(Chapter { id, stem, entries })
}

/// The page of the chapter in the folder `stem`, relative to the course.
fn page(stem: &str) -> PathBuf {
    Path::new("book").join(stem).with_extension("md")
}

/// Lists the learner's files of an exercise in `folder`, which has the shape of the exercise's; of a folder that is theirs
/// as a whole, the scripts that are in it now.
pub fn edited_files(exercise: &Exercise, folder: &Path) -> Vec<String> {
    let inside = |entry: &String| match entry.strip_suffix('/') {
        Some(_) => {
            let names = script_names(&folder.join(entry)).unwrap_or_default();
            names.into_iter().map(|name| format!("{entry}{name}")).collect()
        }
        None => vec![entry.clone()],
    };
    exercise.files.iter().flat_map(inside).collect()
}

/// The names of the scripts in a folder, sorted.
pub(crate) fn script_names(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if Path::new(&name).extension().is_some_and(|extension| extension == "sql") {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// The names of the folders in a folder, sorted.
fn folders(folder: &Path) -> Result<Vec<String>, CourseError> {
    let fail = |source| CourseError::Read { path: folder.to_owned(), source };
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(fail)? {
        let entry = entry.map_err(fail)?;
        if entry.path().is_dir() {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names.sort();
    Ok(names)
}
