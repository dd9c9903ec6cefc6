//! Grades an exercise of a course on disk: reads its files, gives the grading loop a throwaway database and real processes,
//! and emits what happens. It prints nothing.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use rusqlite::Connection;
use workbook_core::exercise::{Exercise, Tree};
use workbook_core::finding::Finding;
use workbook_core::grade::{
    self, AnswerFolder, Assignment, Database, ExerciseReport, GradeError, SolutionBeside, Verdict,
};
use workbook_core::sandbox;

use crate::answer;
use crate::course::{self, Course, copied, given};
use crate::event::{Event, Report, Teaching};

#[cfg(feature = "authors")]
mod authors;
mod compile;
mod host;
mod scratch;

#[cfg(feature = "authors")]
pub(crate) use authors::{check_answer, pack, record};
pub(crate) use host::{start_timer, unix_seconds};

use host::SystemHost;

/// The reason that an exercise could not be graded at all. A wrong answer is a finding, never an error.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CheckError {
    #[error("failed to make a throwaway folder in `{folder}`")]
    Scratch { folder: PathBuf, source: io::Error },
    #[error(
        "there is no snapshot `{0}`\nhint: the course is not complete here: get it anew, or bring back the file with `git restore`"
    )]
    NoSnapshot(PathBuf),
    #[error(
        "`{folder}` is no exercise of the course, and `{original}` is not there\nhint: if you gave the folder another name, call it `{original}` again"
    )]
    Renamed { folder: String, original: String },
    #[error("failed to read `{path}`")]
    Read { path: PathBuf, source: io::Error },
    #[error(transparent)]
    Build(#[from] crate::program::build::BuildError),
    #[error(transparent)]
    Program(#[from] crate::program::ProgramError),
    #[error(transparent)]
    Grade(GradeError),
}

impl From<CheckError> for GradeError {
    fn from(error: CheckError) -> GradeError {
        match error {
            CheckError::Grade(error) => error,
            error => GradeError::Host(Box::new(error)),
        }
    }
}

impl From<GradeError> for CheckError {
    fn from(error: GradeError) -> CheckError {
        CheckError::Grade(error)
    }
}

impl CheckError {
    fn scratch(source: io::Error) -> CheckError {
        CheckError::Scratch { folder: std::env::temp_dir(), source }
    }
}

/// The fate of the throwaway folder afterwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keep {
    Nothing,
    /// Keep the whole folder and say where it is.
    Folder,
}

/// The answer that is graded, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Options {
    pub(crate) tree: Tree,
    pub(crate) keep: Keep,
    /// Whether a program is also run beside that of the solution, which takes another compilation.
    pub(crate) thorough: bool,
    /// Makes the rows on which it is run beside the solution others than a learner finds; 0 is everybody's.
    pub(crate) seed: u64,
}

impl Options {
    /// Grading that keeps nothing and compiles no solution.
    pub(crate) fn quick(tree: Tree) -> Options {
        Options { tree, keep: Keep::Nothing, thorough: false, seed: 0 }
    }
}

/// The result of a check, with the database as the first step that failed left it, or else the last.
pub(crate) struct Checked {
    pub(crate) report: Report,
    /// The bytes of the database; None where it could not be read safely.
    pub(crate) database: Option<Vec<u8>>,
}

/// Grades one exercise. Emits what happens on the way, not the result.
pub(crate) fn check(
    course: &Course,
    exercise: &Exercise,
    options: Options,
    sink: &mut dyn FnMut(Event),
) -> Checked {
    let start = Instant::now();
    let changed = changed_given_files(course, exercise, options.tree);
    let graded = read_and_grade(course, exercise, &changed, options, sink);
    conclude(exercise, graded, changed, start)
}

/// The result of grading, or the report of an exercise that could not be graded.
fn conclude(
    exercise: &Exercise,
    graded: Result<FilesGraded, CheckError>,
    changed: Vec<String>,
    start: Instant,
) -> Checked {
    let (graded, database, kept) = match graded {
        Ok(checked) => checked,
        Err(error) => {
            let broken = ExerciseReport {
                verdict: Verdict::Broken,
                error: Some(on_one_line(&error)),
                ..ExerciseReport::new(exercise)
            };
            (broken, None, None)
        }
    };
    let folder = exercise.folder(Tree::Exercises);
    let file = exercise.files.first().map_or(folder.clone(), |file| folder.join(file));
    let report = Report {
        exercise: graded,
        file: course::shown(&file),
        changed,
        elapsed: start.elapsed(),
        kept,
        unchanged: false,
        teaching: Teaching::default(),
    };
    Checked { report, database }
}

/// The report of an answer, the database that it left, and the folder if that is kept.
type FilesGraded = (ExerciseReport, Option<Vec<u8>>, Option<PathBuf>);

fn read_and_grade(
    course: &Course,
    exercise: &Exercise,
    changed: &[String],
    options: Options,
    sink: &mut dyn FnMut(Event),
) -> Result<FilesGraded, CheckError> {
    let answer = answer::read_folder(course, exercise, options.tree);
    grade_files(course, exercise, &answer, changed, options, sink)
}

fn grade_files(
    course: &Course,
    exercise: &Exercise,
    answer: &AnswerFolder,
    changed: &[String],
    options: Options,
    sink: &mut dyn FnMut(Event),
) -> Result<FilesGraded, CheckError> {
    let snapshot = read_snapshot(&course.root, exercise)?;
    let starter = answer::read_starter(course, exercise);
    let host = SystemHost::prepare(course, exercise, answer, changed, options.tree, sink)?;
    let solution = solution_beside(course, exercise, options);
    let own_host = match solution.as_ref().filter(|_| exercise.runs_programs()) {
        Some(folder) => {
            Some(SystemHost::prepare(course, exercise, folder, &[], Tree::Solutions, sink)?)
        }
        None => None,
    };
    let beside = own_host.as_ref().unwrap_or(&host);
    let assignment = Assignment {
        exercise,
        answer,
        solution: solution.as_ref().map(|folder| SolutionBeside {
            folder,
            host: beside,
            seed: options.seed,
        }),
        starter: &starter,
        snapshot: &snapshot,
    };
    let database = Arc::new(host.create_scratch()?);
    let graded = grade::grade(&assignment, &host, database.clone())?;
    let left = graded.database.as_deref().and_then(read_bytes);
    drop(graded.database);
    let kept = match (options.keep, Arc::into_inner(database)) {
        (Keep::Folder, Some(scratch)) => Some(scratch.keep()),
        _ => None,
    };
    Ok((graded.report, left, kept))
}

/// The course's own answer, where there is one beside which the answer is to be run.
fn solution_beside(course: &Course, exercise: &Exercise, options: Options) -> Option<AnswerFolder> {
    let is_there = options.tree == Tree::Exercises && course.has_solution(exercise);
    (is_there && (options.thorough || !exercise.runs_programs()))
        .then(|| answer::read_folder(course, exercise, Tree::Solutions))
}

/// The whole database; None where it cannot be read.
fn read_bytes(database: &dyn Database) -> Option<Vec<u8>> {
    let connection = database.connect().ok()?;
    Some(connection.serialize("main").ok()?.to_vec())
}

/// A database in memory in which the exercise's program has made its tables: the schema its models want.
pub(crate) fn make_models(
    course: &Course,
    exercise: &Exercise,
    sink: &mut dyn FnMut(Event),
) -> Result<Result<Connection, Box<Finding>>, CheckError> {
    // A script that is not written yet is no part of the models.
    let files = exercise.files.iter().filter(|name| name.ends_with(".rs")).cloned().collect();
    let exercise = Exercise { files, ..exercise.clone() };
    let answer = answer::read_folder(course, &exercise, Tree::Exercises);
    let changed = changed_given_files(course, &exercise, Tree::Exercises);
    let host = SystemHost::prepare(course, &exercise, &answer, &changed, Tree::Exercises, sink)?;
    let database = Arc::new(host.create_scratch()?);
    if let Err(finding) = grade::make_models(&exercise, &answer, &host, database.clone())? {
        return Ok(Err(finding));
    }
    let made = database.connect().and_then(|made| sandbox::copy(&made));
    Ok(Ok(made.map_err(GradeError::from)?))
}

/// The given files that are not as they were.
fn changed_given_files(course: &Course, exercise: &Exercise, tree: Tree) -> Vec<String> {
    match tree {
        Tree::Exercises => given::changed(course, exercise)
            .iter()
            .map(|given| course::shown(&given.file))
            .collect(),
        Tree::Solutions => Vec::new(),
    }
}

fn read_snapshot(root: &Path, exercise: &Exercise) -> Result<String, CheckError> {
    let path = exercise.snapshot();
    course::sealed::read_snapshot(&root.join(&path)).map_err(|source| match source.kind() {
        io::ErrorKind::NotFound => match copied::find_former_name(root, &exercise.path) {
            Some(original) => renamed_folder(exercise, &original),
            None => CheckError::NoSnapshot(path),
        },
        _ => CheckError::Read { path, source },
    })
}

fn renamed_folder(exercise: &Exercise, original: &Path) -> CheckError {
    CheckError::Renamed {
        folder: course::shown(&exercise.folder(Tree::Exercises)),
        original: course::shown(&Path::new("exercises").join(original)),
    }
}

/// An error with what caused it, on one line.
fn on_one_line(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(&format!(": {cause}"));
        source = cause.source();
    }
    text
}
