//! Turns what a user typed (`ch4`, `ch4/reverse-order`, `reverse`) into exercises.

use std::path::{Path, PathBuf};

use super::copied::{CopiedFolder, snapshot_names};
use super::{Course, Entry, chapter_id, folder_names};

/// An exercise that a selector chose.
#[derive(Debug)]
pub(crate) struct Selected<'a> {
    pub(crate) entry: &'a Entry,
    pub(crate) by: By,
}

/// Way of being chosen: an exercise was named itself, or came with its chapter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum By {
    Name,
    Chapter,
}

/// A selector that chooses nothing, or too much.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SelectError {
    #[error("there is no exercise or chapter `{selector}`\nhint: did you mean `{nearest}`?")]
    Unknown { selector: String, nearest: String },
    #[error(
        "the folder `{folder}` is not there\nhint: the course is not complete here: get it anew, or bring back the folder with `git restore {folder}`"
    )]
    NoFolder { folder: String },
    #[error(
        "{}\nhint: did you mean `{meant}`? Put your answer there, and move the copy out of the course",
        .copy.describe()
    )]
    Copy { copy: CopiedFolder, meant: String },
    #[error("the course has no exercises")]
    Empty,
    #[error("`{selector}` is part of several names: {}\nhint: type more of the one you mean", .matches.join(", "))]
    Several { selector: String, matches: Vec<String> },
}

/// The exercises that `selectors` choose, in the order of the book, each once.
pub(crate) fn select<'a>(
    course: &'a Course,
    selectors: &[String],
) -> Result<Vec<Selected<'a>>, SelectError> {
    let mut chosen: Vec<Selected<'a>> = Vec::new();
    for selector in selectors {
        for one in select_one(course, selector)? {
            match chosen.iter_mut().find(|known| known.entry.id == one.entry.id) {
                Some(known) if one.by == By::Name => known.by = By::Name,
                Some(_) => (),
                None => chosen.push(one),
            }
        }
    }
    let order: Vec<&str> = course.entries().map(|entry| entry.id.as_str()).collect();
    chosen.sort_by_key(|one| order.iter().position(|id| *id == one.entry.id));
    Ok(chosen)
}

fn select_one<'a>(course: &'a Course, selector: &str) -> Result<Vec<Selected<'a>>, SelectError> {
    // A path that a shell completed, `exercises/ch01-why/first-table/`, means the same as the id.
    let wanted =
        selector.trim_end_matches('/').trim_start_matches("./").trim_start_matches("exercises/");
    if let Some(error) = find_copy(course, selector, wanted) {
        return Err(error);
    }
    let chapter = course
        .chapters
        .iter()
        .find(|chapter| same_chapter(&chapter.id, wanted) || chapter.stem == wanted);
    if let Some(chapter) = chapter {
        return Ok(chapter
            .entries
            .iter()
            .map(|entry| Selected { entry, by: By::Chapter })
            .collect());
    }
    // The number of a chapter that is not there is part of no name: `ch1` does not mean `ch10`.
    let may_be_part = !wanted.is_empty() && chapter_number(wanted).is_none();
    let exact: Vec<&Entry> = course.entries().filter(|entry| is_named(entry, wanted)).collect();
    let matches = if exact.is_empty() {
        course.entries().filter(|entry| may_be_part && entry.id.contains(wanted)).collect()
    } else {
        exact
    };
    match &matches[..] {
        [entry] => Ok(vec![Selected { entry, by: By::Name }]),
        [] => select_by_path(course, selector).ok_or_else(|| {
            find_missing_folder(course, wanted).unwrap_or_else(|| suggest_nearest(course, selector))
        }),
        _ => {
            let matches = matches.iter().map(|entry| format!("`{}`", entry.id)).collect();
            Err(SelectError::Several { selector: selector.to_owned(), matches })
        }
    }
}

/// The exercises that a path leads to: of the course, an exercise or a chapter by its folder, or by a file of an exercise.
fn select_by_path<'a>(course: &'a Course, selector: &str) -> Option<Vec<Selected<'a>>> {
    let path = canonical_path(selector)?;
    let exercises = course.root.join("exercises").canonicalize().ok()?;
    let is_whole = exercises.parent() == Some(&*path) || path == exercises;
    if is_whole {
        return Some(course.entries().map(|entry| Selected { entry, by: By::Chapter }).collect());
    }
    let path = path.strip_prefix(exercises).ok()?;
    if let Some(entry) = course.entries().find(|entry| path.starts_with(&entry.path)) {
        return Some(vec![Selected { entry, by: By::Name }]);
    }
    let chapter = course.chapters.iter().find(|chapter| path == Path::new(&chapter.stem))?;
    Some(chapter.entries.iter().map(|entry| Selected { entry, by: By::Chapter }).collect())
}

/// The file or folder that a selector is the path of, also with the line and the column that an editor puts behind it.
fn canonical_path(selector: &str) -> Option<PathBuf> {
    let here = std::env::current_dir().ok()?;
    let file = selector.trim_end_matches(|end: char| end == ':' || end.is_ascii_digit());
    let mut paths = [selector, file].into_iter().filter(|path| !path.is_empty());
    paths.find_map(|path| here.join(path).canonicalize().ok())
}

/// The error about a copied folder, where a selector is its name or a path into it.
fn find_copy(course: &Course, selector: &str, wanted: &str) -> Option<SelectError> {
    let by_name = course.copies.iter().find(|copy| is_copy_named(copy, wanted));
    let copy = by_name.or_else(|| {
        let path = canonical_path(selector)?;
        let exercises = course.root.join("exercises").canonicalize().ok()?;
        let path = path.strip_prefix(exercises).ok()?;
        course.copies.iter().find(|copy| path.starts_with(&copy.path))
    })?;
    let entry = course.entries().find(|entry| entry.path == copy.original);
    let chapter = course.chapters.iter().find(|one| Path::new(&one.stem) == copy.original);
    let meant = entry.map(|entry| &entry.id).or(chapter.map(|chapter| &chapter.id))?;
    Some(SelectError::Copy { copy: copy.clone(), meant: meant.clone() })
}

/// True when a selector is the path of a copied folder, its name, or what its id would be.
fn is_copy_named(copy: &CopiedFolder, wanted: &str) -> bool {
    let Some(name) = copy.path.file_name() else { return false };
    let chapter = copy.path.parent().and_then(Path::to_str).and_then(chapter_id);
    let id = chapter.map(|chapter| Path::new(&chapter).join(name));
    copy.path == Path::new(wanted) || name == wanted || id.as_deref() == Some(Path::new(wanted))
}

/// `ch4`, `ch04` and `4` are one chapter.
fn same_chapter(id: &str, wanted: &str) -> bool {
    chapter_number(id).is_some() && chapter_number(id) == chapter_number(wanted)
}

fn chapter_number(text: &str) -> Option<u32> {
    text.strip_prefix("ch").unwrap_or(text).parse().ok()
}

/// True when a selector is the whole id, the folder or the whole name of an exercise.
fn is_named(entry: &Entry, wanted: &str) -> bool {
    let name = entry.id.split_once('/').map(|(_, name)| name);
    entry.id == wanted || entry.path.to_str() == Some(wanted) || name == Some(wanted)
}

/// The error about a chapter or an exercise whose folder is not there, although its recorded states are.
fn find_missing_folder(course: &Course, wanted: &str) -> Option<SelectError> {
    let snapshots = course.root.join("tests/snapshots");
    let stems = folder_names(&snapshots).unwrap_or_default();
    let mut folders = stems.iter().flat_map(|stem| {
        let id = chapter_id(stem).unwrap_or_default();
        let is_chapter = same_chapter(&id, wanted) || stem == wanted;
        let exercises = snapshot_names(&snapshots.join(stem));
        let exercises = exercises.into_iter().filter(move |name| {
            [name.clone(), format!("{id}/{name}"), format!("{stem}/{name}")]
                .iter()
                .any(|n| n == wanted)
        });
        let chapter = is_chapter.then(|| format!("exercises/{stem}"));
        chapter.into_iter().chain(exercises.map(move |name| format!("exercises/{stem}/{name}")))
    });
    let folder = folders.find(|folder| !course.root.join(folder).exists())?;
    Some(SelectError::NoFolder { folder })
}

fn suggest_nearest(course: &Course, selector: &str) -> SelectError {
    let names = course.entries().map(|entry| entry.id.as_str());
    let chapters = course.chapters.iter().map(|chapter| chapter.id.as_str());
    let nearest = names.chain(chapters).min_by_key(|name| {
        let short = name.split_once('/').map_or(*name, |(_, short)| short);
        strsim::damerau_levenshtein(name, selector)
            .min(strsim::damerau_levenshtein(short, selector))
    });
    match nearest {
        Some(nearest) => {
            SelectError::Unknown { selector: selector.to_owned(), nearest: nearest.to_owned() }
        }
        None => SelectError::Empty,
    }
}
