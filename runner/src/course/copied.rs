//! Finds the folders that are copies of exercises and chapters, in which nothing is graded, and those that are not there.

use std::fs;
use std::path::{Path, PathBuf};

use super::{chapter_id, read_text};

/// A copied folder of an exercise or a chapter. Paths are relative to the folder `exercises`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CopiedFolder {
    pub(crate) path: PathBuf,
    pub(crate) original: PathBuf,
}

impl CopiedFolder {
    /// The sentence that names both folders.
    pub(crate) fn describe(&self) -> String {
        let [copy, original] = [&self.path, &self.original]
            .map(|path| super::shown(&Path::new("exercises").join(path)));
        format!("`{copy}` is a copy of `{original}`, and only the original is graded")
    }
}

/// The original of a chapter's folder that is a copy: another one with its number and with recorded states, which it has not.
pub(super) fn find_chapter_original(root: &Path, stem: &str, stems: &[String]) -> Option<PathBuf> {
    if has_recorded_chapter(root, stem) || has_solution(root, Path::new(stem)) {
        return None;
    }
    let original = stems.iter().find(|other| {
        *other != stem && chapter_id(other) == chapter_id(stem) && has_recorded_chapter(root, other)
    })?;
    Some(original.into())
}

/// The original of an exercise's folder that is a copy, in the same chapter. Systems name copies `price copy`, `price - Copy`
/// and `price (2)`; any other name is seen by its title, which is that of an exercise with recorded states.
pub(super) fn find_exercise_original(
    root: &Path,
    stem: &str,
    name: &str,
    names: &[String],
) -> Option<PathBuf> {
    let is_named_so =
        |other: &&String| name.strip_prefix(&***other).is_some_and(|rest| rest.starts_with(' '));
    if let Some(original) = names.iter().find(is_named_so) {
        return Some(Path::new(stem).join(original));
    }
    let folder = Path::new(stem).join(name);
    if is_recorded(root, &folder) || has_solution(root, &folder) {
        return None;
    }
    let title = read_title_line(root, &folder)?;
    let mut others = names.iter().map(|other| Path::new(stem).join(other));
    others.find(|other| {
        is_recorded(root, other) && read_title_line(root, other).as_ref() == Some(&title)
    })
}

/// The exercise that a folder without recorded states was before it got another name: the only one of its chapter whose
/// folder is not there.
pub(crate) fn find_former_name(root: &Path, folder: &Path) -> Option<PathBuf> {
    let lost = find_lost_exercises(root, folder.parent()?);
    <[PathBuf; 1]>::try_from(lost).ok().map(|[former]| former)
}

/// The folders of a chapter's exercises that have recorded states and are not there.
pub(crate) fn find_lost_exercises(root: &Path, chapter: &Path) -> Vec<PathBuf> {
    let recorded = snapshot_names(&root.join("tests/snapshots").join(chapter));
    let folders = recorded.iter().map(|name| chapter.join(name));
    folders.filter(|path| !has_exact_folder(root, path)).collect()
}

/// The folders of chapters that have recorded states and are not there.
pub(crate) fn find_lost_chapters(root: &Path) -> Vec<PathBuf> {
    let stems = super::folder_names(&root.join("tests/snapshots")).unwrap_or_default();
    let folders = stems.iter().filter(|stem| chapter_id(stem).is_some()).map(PathBuf::from);
    folders.filter(|stem| !root.join("exercises").join(stem).exists()).collect()
}

/// True for a folder that is there under exactly this name, also where capitals do not count.
fn has_exact_folder(root: &Path, folder: &Path) -> bool {
    let (Some(chapter), Some(name)) = (folder.parent(), folder.file_name()) else { return false };
    let names = super::folder_names(&root.join("exercises").join(chapter)).unwrap_or_default();
    names.iter().any(|other| other.as_str() == name)
}

fn has_recorded_chapter(root: &Path, stem: &str) -> bool {
    root.join("tests/snapshots").join(stem).is_dir()
}

/// The names of the exercises whose recorded states are in a folder.
pub(super) fn snapshot_names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    names.filter_map(|name| Some(name.strip_suffix(".snap")?.to_owned())).collect()
}

/// True for the folder of an exercise whose states are recorded.
pub(crate) fn is_recorded(root: &Path, folder: &Path) -> bool {
    super::snapshot_path(root, folder).is_file()
}

/// True for what an author is about to record.
fn has_solution(root: &Path, folder: &Path) -> bool {
    root.join("solutions").join(folder).is_dir()
}

fn read_title_line(root: &Path, folder: &Path) -> Option<String> {
    let manifest = root.join("exercises").join(folder).join("exercise.toml");
    let text = read_text(&manifest).ok()?;
    text.lines().find(|line| line.starts_with("title")).map(str::to_owned)
}
