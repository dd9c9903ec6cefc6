//! Reads the files of an answer, whatever they turn out to be. It never waits, and never reads more than it may.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use workbook_core::exercise::{Action, Exercise, MAIN, MODELS, SqlSource, Tree};
use workbook_core::finding::{AnswerProblem, Finding, Problem};
use workbook_core::grade::{AnswerFolder, SCRIPTS, StarterFiles, source_file};
use workbook_core::span::{SourceFile, Span};

use crate::course::{self, Course, given, shown};

/// The largest answer that is read, in bytes.
pub(crate) const LIMIT: u64 = 1_000_000;

/// Reads every file of an exercise that a step may need: the learner's, the scripts, and the SQL that steps name. A file
/// that is given is the course's own, whatever a learner made of it.
pub(crate) fn read_folder(course: &Course, exercise: &Exercise, tree: Tree) -> AnswerFolder {
    let name = exercise.folder(tree);
    let folder = course.root.join(&name);
    let edited = course::edited_files(exercise, &folder);
    let given: BTreeSet<String> = match tree {
        Tree::Exercises => given::names(course, exercise).iter().map(|name| shown(name)).collect(),
        Tree::Solutions => BTreeSet::new(),
    };
    let scripts = course::script_names(&folder.join(SCRIPTS))
        .map(|names| with_given_scripts(names, &given))
        .map_err(describe_read_error);
    let script_files = scripts.iter().flatten().map(|name| format!("{}/{name}", SCRIPTS));
    let originals = course.root.join(exercise.folder(Tree::Solutions));
    let mut files = BTreeMap::new();
    for file in edited.iter().cloned().chain(given_files(exercise)).chain(script_files) {
        let folder = if given.contains(&file) { &originals } else { &folder };
        files.entry(file).or_insert_with_key(|file| read_bytes(folder, file));
    }
    AnswerFolder { name: shown(&name), edited, scripts, files }
}

/// The learner's files of an answer, by their names in the folder of the exercise, or why one cannot be read.
#[cfg(feature = "authors")]
pub(crate) type EditedFiles = BTreeMap<String, Result<Vec<u8>, AnswerProblem>>;

/// The folder of an exercise with these files in the place of the learner's, and all others as the course has them.
#[cfg(feature = "authors")]
pub(crate) fn with_edited(
    course: &Course,
    exercise: &Exercise,
    edited: &EditedFiles,
) -> AnswerFolder {
    let own = read_folder(course, exercise, Tree::Exercises);
    let given: BTreeSet<String> =
        given::names(course, exercise).iter().map(|name| shown(name)).collect();
    let stays = |name: &str| {
        !exercise.is_edited(Path::new(name)) && (given.is_empty() || given.contains(name))
    };
    let script = |name: &String| Some(name.strip_prefix(SCRIPTS)?.strip_prefix('/')?.to_owned());
    let of_course = own.scripts.iter().flatten();
    let of_course = of_course.filter(|name| stays(&format!("{SCRIPTS}/{name}"))).cloned();
    let of_learner = edited.iter().filter(|(_, bytes)| bytes.is_ok());
    let of_learner = of_learner.filter_map(|(name, _)| script(name));
    let scripts: BTreeSet<String> = of_course.chain(of_learner).collect();
    let scripts = own.scripts.clone().map(|_| scripts.into_iter().collect());
    let mut files = own.files;
    files.retain(|name, _| stays(name));
    files.extend(edited.clone());
    AnswerFolder { name: own.name, edited: names_of_edited(exercise, edited), scripts, files }
}

/// The names of an answer's files, in the order of the exercise.
#[cfg(feature = "authors")]
fn names_of_edited(exercise: &Exercise, edited: &EditedFiles) -> Vec<String> {
    let mut names = Vec::new();
    for entry in &exercise.files {
        if entry.ends_with('/') {
            names.extend(edited.keys().filter(|name| name.starts_with(entry)).cloned());
        } else {
            names.push(entry.clone());
        }
    }
    names
}

/// Reads the files that a learner edits as they were handed out. One that cannot be read is left out: an answer then counts
/// as edited.
pub(crate) fn read_starter(course: &Course, exercise: &Exercise) -> StarterFiles {
    let folder = course.root.join(exercise.starter());
    let names = course::edited_files(exercise, &folder).into_iter();
    names.filter_map(|name| Some((name.clone(), fs::read(folder.join(name)).ok()?))).collect()
}

/// The names of scripts, with those that are given even where a learner has deleted them.
fn with_given_scripts(names: Vec<String>, given: &BTreeSet<String>) -> Vec<String> {
    let in_folder = |name: &String| {
        let name = name.strip_prefix(SCRIPTS)?.strip_prefix('/')?;
        name.ends_with(".sql").then(|| name.to_owned())
    };
    let names: BTreeSet<String> =
        names.into_iter().chain(given.iter().filter_map(in_folder)).collect();
    names.into_iter().collect()
}

/// The given files that steps name, the one from which functions are called, and the models.
fn given_files(exercise: &Exercise) -> impl Iterator<Item = String> + '_ {
    let rust = [MAIN, MODELS].into_iter().filter(|_| exercise.has_program).map(str::to_owned);
    let sql = exercise.steps.iter().filter_map(|step| match &step.action {
        Action::Sql(SqlSource::File(name)) | Action::Query(SqlSource::File(name)) => {
            Some(name.clone())
        }
        _ => None,
    });
    sql.chain(rust)
}

/// Reads `name` in a folder of the user's own, where a link may lead anywhere and a file may be as large as it likes.
pub(crate) fn read_own(folder: &Path, name: &str) -> Result<SourceFile, Box<Finding>> {
    let path = folder.join(name);
    let bytes = match fs::metadata(&path) {
        Ok(metadata) if metadata.is_dir() => Err("it is a folder".to_owned()),
        Ok(metadata) if !metadata.is_file() => Err("it is not a regular file".to_owned()),
        _ => fs::read(&path).map_err(|error| error.to_string()),
    };
    let bytes = bytes.map_err(|reason| {
        let problem = Problem::Answer(AnswerProblem::Unreadable(reason));
        Box::new(Finding { problem, span: Some(Span::of_path(name)) })
    })?;
    source_file(name.to_owned(), &bytes)
}

fn read_bytes(folder: &Path, name: &str) -> Result<Vec<u8>, AnswerProblem> {
    let path = folder.join(name);
    let real = fs::canonicalize(&path).map_err(|error| match find_renamed(&path) {
        Some(to) if error.kind() == io::ErrorKind::NotFound => AnswerProblem::Renamed { to },
        _ => describe_read_error(error),
    })?;
    if !real.starts_with(fs::canonicalize(folder).map_err(describe_read_error)?) {
        return Err(AnswerProblem::LinkOutside);
    }
    let metadata = fs::metadata(&real).map_err(describe_read_error)?;
    if metadata.is_dir() {
        return Err(AnswerProblem::Directory);
    }
    if !metadata.is_file() {
        return Err(AnswerProblem::NotAFile);
    }
    if metadata.len() > LIMIT {
        return Err(AnswerProblem::TooLarge { limit: LIMIT });
    }
    let mut bytes = Vec::new();
    File::open(&real)
        .and_then(|file| file.take(LIMIT).read_to_end(&mut bytes))
        .map_err(describe_read_error)?;
    Ok(bytes)
}

/// Name of the file that is there in the place of a missing one: other in case, or with `.txt` behind it.
fn find_renamed(path: &Path) -> Option<String> {
    let wanted = path.file_name()?.to_str()?.to_lowercase();
    let names = fs::read_dir(path.parent()?).ok()?.flatten();
    let mut names: Vec<String> =
        names.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.retain(|name| name.to_lowercase().trim_end_matches(".txt") == wanted);
    names.sort();
    names.into_iter().next()
}

/// The problem with a file or folder of an answer that cannot be read.
pub(crate) fn describe_read_error(error: io::Error) -> AnswerProblem {
    match error.kind() {
        io::ErrorKind::NotFound => AnswerProblem::Missing,
        _ => AnswerProblem::Unreadable(error.to_string()),
    }
}
