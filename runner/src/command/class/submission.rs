//! Reads what a learner handed in, a folder or a zip, as a stranger's: only the files that exercises let learners edit are
//! taken, no link is followed, and nothing is unpacked.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use walkdir::WalkDir;
use workbook_core::exercise::Exercise;
use workbook_core::finding::AnswerProblem;
use workbook_core::grade::StarterFiles;
use zip::ZipArchive;

use super::learner_name::strip_zip;
use crate::answer::{self, EditedFiles, LIMIT};

/// The most files of a zip; a course has some thousand.
const MOST_FILES: usize = 20_000;
/// The largest zip that is opened, in bytes.
const LARGEST_ZIP: u64 = 200_000_000;
/// The most folders of a submission in which the exercises are looked for, at each level.
const MOST_FOLDERS: usize = 200;
/// The levels of folders above the exercises.
const MOST_LEVELS: usize = 3;
/// The most bytes of the list of a zip's files in which names are looked for that are there twice.
const LARGEST_LIST: u64 = 10_000_000;
/// Folders that systems and tools leave beside the exercises.
const NOT_LOOKED_AT: [&str; 3] = ["target", "node_modules", "__MACOSX"];
/// The bits of a file's mode that tell its kind, and those of a link.
const KIND_OF_FILE: u32 = 0o170_000;
const KIND_OF_LINK: u32 = 0o120_000;

/// A submission that can be read.
pub(super) struct Submission {
    store: Store,
    /// The path of the folder with the chapters in it, with `/` at its end unless it is empty.
    exercises: String,
    /// Odd things that were seen, for the teacher.
    pub(super) notes: Vec<String>,
}

/// The files of one exercise in a submission.
pub(super) struct HandedIn {
    pub(super) edited: EditedFiles,
    /// Files that the course gives and that are other ones here; they were not taken.
    pub(super) changed_given: Vec<String>,
    /// Files that were not handed in beside others that were: those of the starter were taken.
    pub(super) from_starter: Vec<String>,
}

enum Store {
    Folder(PathBuf),
    Zip { archive: ZipArchive<File>, entries: BTreeMap<String, usize> },
}

/// Opens a submission; an error says why nothing of it can be taken.
pub(super) fn open(path: &Path, chapters: &[String]) -> Result<Submission, String> {
    let metadata = fs::symlink_metadata(path).map_err(|error| error.to_string())?;
    let mut notes = Vec::new();
    let store = if metadata.is_dir() {
        open_folder(path, chapters, &mut notes)?
    } else if metadata.is_file() {
        open_zip(path, &mut notes)?
    } else {
        return Err("it is a link or a special file, and no folder or zip".to_owned());
    };
    let mut found = match &store {
        Store::Folder(folder) => find_exercises_on_disk(folder, chapters),
        Store::Zip { entries, .. } => find_exercises(entries.keys(), chapters),
    }
    .into_iter();
    let exercises = found.next().ok_or("there are no exercises of the course in it")?;
    notes.extend(found.map(|other| {
        format!(
            "there are exercises in `{exercises}` and in `{other}`; those in `{other}` are not read"
        )
    }));
    Ok(Submission { store, exercises, notes })
}

/// A folder that holds no exercises and one zip, as Moodle makes them, stands for the zip.
fn open_folder(
    folder: &Path,
    chapters: &[String],
    notes: &mut Vec<String>,
) -> Result<Store, String> {
    if find_exercises_on_disk(folder, chapters).is_empty() {
        let entries = fs::read_dir(folder).map_err(|error| error.to_string())?;
        let paths = entries.flatten().take(MOST_FOLDERS).map(|entry| entry.path());
        let zips: Vec<PathBuf> = paths.filter(|path| is_zip_file(path)).collect();
        match zips.as_slice() {
            [] => (),
            [zip] => return open_zip(zip, notes),
            _ => return Err(format!("it holds {} zips; leave the one that counts", zips.len())),
        }
    }
    let files = WalkDir::new(folder).into_iter().filter_entry(|entry| {
        let name = entry.file_name().to_string_lossy();
        entry.depth() == 0 || !["target", ".git", "node_modules"].contains(&&*name)
    });
    if files.take(MOST_FILES + 1).count() > MOST_FILES {
        notes.push(format!(
            "it holds more than {MOST_FILES} files; only those of exercises are read"
        ));
    }
    Ok(Store::Folder(folder.to_owned()))
}

fn is_zip_file(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    strip_zip(&name) != name && fs::symlink_metadata(path).is_ok_and(|file| file.is_file())
}

fn open_zip(path: &Path, notes: &mut Vec<String>) -> Result<Store, String> {
    let file = File::open(path).map_err(|error| error.to_string())?;
    let size = file.metadata().map_err(|error| error.to_string())?.len();
    if size > LARGEST_ZIP {
        return Err(format!("the zip has {size} bytes, more than {LARGEST_ZIP}"));
    }
    let mut twice = File::open(path).map_err(|error| error.to_string())?;
    let archive = ZipArchive::new(file).map_err(|error| format!("it is no zip: {error}"))?;
    if archive.len() > MOST_FILES {
        return Err(format!("the zip holds {} files, more than {MOST_FILES}", archive.len()));
    }
    let twice = find_repeated_names(&mut twice, archive.central_directory_start());
    notes.extend(twice.iter().map(|name| format!("`{name}` is there twice; the last one is read")));
    let mut entries = BTreeMap::new();
    for (index, name) in archive.file_names_raw().enumerate() {
        let name = String::from_utf8_lossy(name).replace('\\', "/");
        if name.ends_with('/') {
            continue;
        }
        let note = match path_inside(&name) {
            None => format!("`{name}` leads out of the zip, and is not read"),
            Some(inside) if entries.insert(inside.clone(), index).is_some() => {
                format!("`{name}` is there twice; the last one is read")
            }
            Some(_) => continue,
        };
        notes.push(note);
    }
    Ok(Store::Zip { archive, entries })
}

/// The names that stand twice in the list of a zip's files, of which the library keeps the last. The form of the list is in
/// section 4.3.12 of the format's description (<https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT>).
fn find_repeated_names(zip: &mut File, start: u64) -> BTreeSet<String> {
    let (mut list, mut seen, mut twice) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
    if zip.seek(SeekFrom::Start(start)).is_err()
        || zip.take(LARGEST_LIST).read_to_end(&mut list).is_err()
    {
        return twice;
    }
    let mut rest = &list[..];
    while let Some((head, after)) = rest.split_first_chunk::<46>() {
        if !head.starts_with(b"PK\x01\x02") {
            break;
        }
        let length = |at: usize| usize::from(u16::from_le_bytes([head[at], head[at + 1]]));
        let (name, others) = (length(28), length(30) + length(32));
        let Some(bytes) = after.get(..name) else { break };
        if !seen.insert(bytes) {
            twice.insert(String::from_utf8_lossy(bytes).into_owned());
        }
        rest = after.get(name + others..).unwrap_or_default();
    }
    twice
}

/// The path without `.`; None where it leads out of its folder.
fn path_inside(name: &str) -> Option<String> {
    let is_absolute = name.starts_with('/') || name.get(1..2) == Some(":");
    let parts: Vec<&str> =
        name.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    (!is_absolute && !parts.contains(&"..")).then(|| parts.join("/"))
}

/// The folder of the chapters among the paths of a zip. The course has folders of the same names among its solutions and
/// tests.
fn find_exercises<'a>(paths: impl Iterator<Item = &'a String>, chapters: &[String]) -> Vec<String> {
    let mut found = BTreeSet::new();
    for path in paths {
        let parts: Vec<&str> = path.split('/').collect();
        if parts.iter().any(|part| !is_looked_at(part)) {
            continue;
        }
        let chapter = parts.iter().position(|part| chapters.iter().any(|stem| stem == part));
        if let Some(at) = chapter.filter(|at| *at <= MOST_LEVELS) {
            found.insert(parts[..at].iter().map(|part| format!("{part}/")).collect::<String>());
        }
    }
    order_folders(found)
}

fn is_looked_at(folder: &str) -> bool {
    !folder.starts_with('.') && !NOT_LOOKED_AT.contains(&folder)
}

/// The folders that hold exercises, the likeliest first.
fn order_folders(found: BTreeSet<String>) -> Vec<String> {
    let (mut named, mut others): (Vec<_>, Vec<_>) = found
        .into_iter()
        .filter(|folder| {
            !folder.split('/').any(|part| ["solutions", "tests", "book"].contains(&part))
        })
        .partition(|folder| format!("/{folder}").ends_with("/exercises/"));
    named.sort_by_key(String::len);
    others.sort_by_key(String::len);
    named.extend(others);
    named
}

fn find_exercises_on_disk(root: &Path, chapters: &[String]) -> Vec<String> {
    let mut level = vec![String::new()];
    let mut found = BTreeSet::new();
    for _ in 0..=MOST_LEVELS {
        let mut next = Vec::new();
        for folder in &level {
            let names = folders_in(&root.join(folder));
            if names.iter().any(|name| chapters.contains(name)) {
                found.insert(folder.clone());
            } else {
                next.extend(names.iter().map(|name| format!("{folder}{name}/")));
            }
        }
        next.truncate(MOST_FOLDERS);
        level = next;
    }
    order_folders(found)
}

/// The names of the folders in a folder, sorted; links are none.
fn folders_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let folders = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
    let names = folders.filter_map(|entry| entry.file_name().into_string().ok());
    let shown = names.filter(|name| is_looked_at(name));
    let mut names: Vec<String> = shown.take(MOST_FOLDERS).collect();
    names.sort();
    names
}

impl Submission {
    /// The files of an exercise, whose given files and starter are these. None where nothing of it was handed in.
    pub(super) fn read_exercise(
        &mut self,
        exercise: &Exercise,
        given: &BTreeMap<String, Vec<u8>>,
        starter: &StarterFiles,
    ) -> Option<HandedIn> {
        let folder = format!("{}{}/", self.exercises, crate::course::shown(&exercise.path));
        let mut edited = EditedFiles::new();
        for entry in &exercise.files {
            let names = if entry.ends_with('/') {
                self.scripts_in(&folder, entry)
            } else {
                vec![entry.clone()]
            };
            for name in names {
                let bytes = self.read(&format!("{folder}{name}"));
                let bytes = bytes.map(|bytes| self.decode(&folder, &name, bytes));
                self.note_odd_file(&folder, &name, &bytes);
                edited.insert(name, bytes);
            }
        }
        if edited.values().all(|bytes| matches!(bytes, Err(AnswerProblem::Missing))) {
            return None;
        }
        let mut from_starter = Vec::new();
        for (name, bytes) in &mut edited {
            if let (Err(AnswerProblem::Missing), Some(given)) = (&*bytes, starter.get(name)) {
                *bytes = Ok(given.clone());
                from_starter.push(name.clone());
                self.notes.push(format!(
                    "`{folder}{name}` was not handed in; it counts as it was handed out"
                ));
            }
        }
        let mut changed_given = Vec::new();
        for (name, bytes) in given {
            match self.read(&format!("{folder}{name}")) {
                Ok(found) if found != *bytes => changed_given.push(name.clone()),
                _ => (),
            }
        }
        Some(HandedIn { edited, changed_given, from_starter })
    }

    /// A small text file beside the exercises or in the folder above them.
    pub(super) fn read_beside(&mut self, name: &str) -> Option<String> {
        let above = self.exercises.trim_end_matches('/').rsplit_once('/');
        let above = above.map_or_else(String::new, |(folder, _)| format!("{folder}/"));
        for folder in [self.exercises.clone(), above] {
            if let Ok(bytes) = self.read(&format!("{folder}{name}")) {
                return String::from_utf8(bytes).ok();
            }
        }
        None
    }

    fn note_odd_file(&mut self, folder: &str, name: &str, read: &Result<Vec<u8>, AnswerProblem>) {
        let what = match read {
            Err(AnswerProblem::LinkOutside) => "is a link, and is not followed".to_owned(),
            Err(AnswerProblem::Directory) => "is a folder".to_owned(),
            Err(AnswerProblem::NotAFile) => "is a special file".to_owned(),
            Err(AnswerProblem::TooLarge { limit }) => format!("has more than {limit} bytes"),
            Err(AnswerProblem::Unreadable(reason)) => format!("cannot be read: {reason}"),
            _ => return,
        };
        self.notes.push(format!("`{folder}{name}` {what}"));
    }

    /// The bytes as UTF-8, where a mark at their beginning tells that they are UTF-16. Others stay as they are.
    fn decode(&mut self, folder: &str, name: &str, bytes: Vec<u8>) -> Vec<u8> {
        let what = if let Some(text) = decode_utf16(&bytes) {
            self.notes.push(format!("`{folder}{name}` is UTF-16, and is read as such"));
            return text.into_bytes();
        } else if str::from_utf8(&bytes).is_err() {
            "is no UTF-8 text, but perhaps Windows-1252"
        } else if bytes.contains(&0) {
            "holds a NUL byte, which no text has"
        } else {
            return bytes;
        };
        self.notes
            .push(format!("`{folder}{name}` {what}; it earns nothing until it is saved as UTF-8"));
        bytes
    }

    /// The names of the scripts in a folder that is the learner's as a whole.
    fn scripts_in(&self, folder: &str, inside: &str) -> Vec<String> {
        let start = format!("{folder}{inside}");
        let names: Vec<String> = match &self.store {
            Store::Folder(root) => {
                let entries = fs::read_dir(root.join(&start)).into_iter().flatten().flatten();
                let names = entries.take(MOST_FILES).map(|entry| entry.file_name());
                names.filter_map(|name| name.into_string().ok()).collect()
            }
            Store::Zip { entries, .. } => {
                let inside = entries.range(start.clone()..);
                let inside = inside.map_while(|(name, _)| name.strip_prefix(&start));
                inside.filter(|name| !name.contains('/')).map(str::to_owned).collect()
            }
        };
        let mut names: Vec<String> = names
            .into_iter()
            .filter(|name| name.ends_with(".sql") && !name.starts_with('.'))
            .map(|name| format!("{inside}{name}"))
            .collect();
        names.sort();
        // An application has some scripts; a thousand of them are none.
        names.truncate(MOST_FOLDERS);
        names
    }

    fn read(&mut self, path: &str) -> Result<Vec<u8>, AnswerProblem> {
        match &mut self.store {
            Store::Folder(root) => read_on_disk(root, path),
            Store::Zip { archive, entries } => match entries.get(path) {
                Some(index) => read_entry(archive, *index),
                None => Err(AnswerProblem::Missing),
            },
        }
    }
}

/// The text of bytes that begin with the byte order mark of UTF-16, as some editors of Windows save them.
fn decode_utf16(bytes: &[u8]) -> Option<String> {
    let (mark, rest) = bytes.split_first_chunk::<2>()?;
    let read = match mark {
        [0xff, 0xfe] => u16::from_le_bytes,
        [0xfe, 0xff] => u16::from_be_bytes,
        _ => return None,
    };
    let (units, []) = rest.as_chunks::<2>() else { return None };
    char::decode_utf16(units.iter().map(|unit| read(*unit))).collect::<Result<_, _>>().ok()
}

/// Reads a file below `root`, through no link.
fn read_on_disk(root: &Path, path: &str) -> Result<Vec<u8>, AnswerProblem> {
    let mut file = root.to_owned();
    let mut parts = path.split('/').filter(|part| !part.is_empty()).peekable();
    while let Some(part) = parts.next() {
        file.push(part);
        let found = fs::symlink_metadata(&file).map_err(answer::describe_read_error)?;
        if found.is_symlink() {
            return Err(AnswerProblem::LinkOutside);
        }
        if parts.peek().is_some() {
            continue;
        }
        if found.is_dir() {
            return Err(AnswerProblem::Directory);
        }
        if !found.is_file() {
            return Err(AnswerProblem::NotAFile);
        }
    }
    read_bounded(File::open(&file).map_err(answer::describe_read_error)?)
}

fn read_entry(archive: &mut ZipArchive<File>, index: usize) -> Result<Vec<u8>, AnswerProblem> {
    let entry =
        archive.by_index(index).map_err(|error| AnswerProblem::Unreadable(error.to_string()))?;
    if entry.unix_mode().is_some_and(|mode| mode & KIND_OF_FILE == KIND_OF_LINK) {
        return Err(AnswerProblem::LinkOutside);
    }
    read_bounded(entry)
}

/// Reads no more than an answer may have, whatever a file says of its size.
fn read_bounded(file: impl Read) -> Result<Vec<u8>, AnswerProblem> {
    let mut bytes = Vec::new();
    match file.take(LIMIT + 1).read_to_end(&mut bytes) {
        Ok(size) if size as u64 > LIMIT => Err(AnswerProblem::TooLarge { limit: LIMIT }),
        Ok(_) => Ok(bytes),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(AnswerProblem::Missing),
        Err(error) => Err(AnswerProblem::Unreadable(error.to_string())),
    }
}
