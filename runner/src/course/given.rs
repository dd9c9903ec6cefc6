//! The files of an exercise that are given, not the learner's: the reference solution has each of them as it was.

use std::fs;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::{Course, Exercise, Tree};

/// A given file and what it was, both relative to the course.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Given {
    pub(crate) file: PathBuf,
    pub(crate) original: PathBuf,
}

/// The names of the files that an exercise gives, beside its `exercise.toml`.
pub(crate) fn names(course: &Course, exercise: &Exercise) -> Vec<PathBuf> {
    let base = course.root.join(exercise.folder(Tree::Solutions));
    let inside = WalkDir::new(&base).sort_by_file_name().into_iter().filter_map(Result::ok);
    let names = inside
        .filter(|entry| entry.file_type().is_file())
        .filter_map(|entry| entry.path().strip_prefix(&base).ok().map(Path::to_owned));
    names.filter(|name| !exercise.is_edited(name)).collect()
}

/// The files that an exercise gives, beside its `exercise.toml`.
pub(crate) fn files(course: &Course, exercise: &Exercise) -> Vec<Given> {
    names(course, exercise)
        .into_iter()
        .map(|name| Given {
            file: exercise.folder(Tree::Exercises).join(&name),
            original: exercise.folder(Tree::Solutions).join(&name),
        })
        .collect()
}

/// The given files that are not as they were.
pub(crate) fn changed(course: &Course, exercise: &Exercise) -> Vec<Given> {
    files(course, exercise).into_iter().filter(|given| differs(course, given)).collect()
}

/// True if a given file is no regular file, or holds anything else than its original.
fn differs(course: &Course, given: &Given) -> bool {
    let file = course.root.join(&given.file);
    let original = course.root.join(&given.original);
    // A pipe in the place of a file would be waited for.
    let is_regular = fs::metadata(&file).is_ok_and(|metadata| metadata.is_file());
    !is_regular || fs::read(file).ok() != fs::read(original).ok()
}
