//! Runs the steps of one exercise against a throwaway database and compares what each left behind. It prints nothing.

use std::cell::RefCell;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use workbook_core::exercise::{Action, Exercise, SqlSource, Step, Tree};
use workbook_core::finding::{AnswerProblem, Finding, Problem, ProgramProblem};
use workbook_core::locate::{RanFiles, locate};
use workbook_core::migration::Script;
use workbook_core::script::{SqlError, SqlErrorKind};
use workbook_core::snapshot::{self, CompareOptions, Record, SnapshotError, State};
use workbook_core::span::{SourceFile, Span};

use crate::answer;
use crate::course::{self, Course, given};
use crate::event::{Event, Report, StepReport, Teaching, Verdict};
use crate::scratch::Scratch;

mod database;
mod grading;
mod perform;
mod probing;
mod reference;
mod rules;
mod unseen;

/// Why an exercise could not be graded at all. A wrong answer is a finding, never an error.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CheckError {
    #[error("failed to make a throwaway folder in `{folder}`")]
    Scratch { folder: PathBuf, source: io::Error },
    #[error("failed to use the throwaway database")]
    Database(#[from] rusqlite::Error),
    #[error("there is no snapshot `{0}`\nhint: accept one with `cargo insta test --review`")]
    NoSnapshot(PathBuf),
    #[error("the snapshot `{path}` cannot be read")]
    Snapshot { path: PathBuf, source: SnapshotError },
    #[error("the SQL that the snapshot `{path}` has for the step `{step}` does not run: {kind}")]
    SnapshotSql { path: PathBuf, step: String, kind: SqlErrorKind },
    #[error(
        "the snapshot `{path}` has other steps than `exercise.toml`\nhint: accept a new one with `cargo insta test --review`"
    )]
    OtherSteps { path: PathBuf },
    #[error("failed to read `{path}`")]
    Read { path: PathBuf, source: io::Error },
    #[error("interrupted")]
    Interrupted,
    #[error(transparent)]
    Build(#[from] crate::program::build::BuildError),
    #[error(transparent)]
    Program(#[from] crate::program::ProgramError),
}

/// What to do with the throwaway folder afterwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keep {
    Nothing,
    /// Keep the whole folder and say where it is.
    Folder,
}

/// Which answer is graded, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Options {
    pub(crate) tree: Tree,
    pub(crate) keep: Keep,
}

/// What one check had before it: the answer's files, read and found to be text.
struct Run<'a> {
    root: &'a Path,
    exercise: &'a Exercise,
    tree: Tree,
    scratch: Scratch,
    /// The learner's files, for saying where something is decided.
    sources: Vec<SourceFile>,
    /// The scripts of its folder, once they have been read without a problem.
    scripts: OnceLock<Vec<Script>>,
    /// The compiled program, in exercises that have one.
    program: Option<PathBuf>,
    probed: probing::Probed,
    /// The scripts that were run last.
    ran: RefCell<RanFiles>,
}

/// Why a step did not do its work: a finding for the learner, or an error for whoever runs the course.
enum Stop {
    Finding(Box<Finding>),
    Error(CheckError),
}

impl From<CheckError> for Stop {
    fn from(error: CheckError) -> Stop {
        Stop::Error(error)
    }
}

impl From<rusqlite::Error> for Stop {
    fn from(error: rusqlite::Error) -> Stop {
        Stop::Error(error.into())
    }
}

impl From<crate::program::build::BuildError> for Stop {
    fn from(error: crate::program::build::BuildError) -> Stop {
        Stop::Error(error.into())
    }
}

impl From<Problem> for Stop {
    fn from(problem: Problem) -> Stop {
        Finding { problem, span: None }.into()
    }
}

impl From<Finding> for Stop {
    fn from(finding: Finding) -> Stop {
        Stop::Finding(Box::new(finding))
    }
}

/// Grades one exercise and emits what happens; the last event is [`Event::Finished`], whose report is first given to `after`
/// together with the database as it was after the first step that failed, or else the last one, when it can be read safely.
pub(crate) fn check(
    course: &Course,
    exercise: &Exercise,
    options: Options,
    sink: &mut dyn FnMut(Event),
    after: impl FnOnce(&mut Report, Option<&Path>),
) -> Verdict {
    let start = Instant::now();
    let mut report = Report {
        id: exercise.id.clone(),
        title: exercise.title.clone(),
        verdict: Verdict::Passed,
        steps: Vec::new(),
        elapsed: start.elapsed(),
        kept: None,
        error: None,
        unchanged: false,
        teaching: Teaching::default(),
    };
    let scratch = grade(course, exercise, options.tree, &mut report, sink);
    report.elapsed = start.elapsed();
    let scratch = match scratch {
        Ok(scratch) => scratch,
        Err(error) => {
            report.verdict = Verdict::Broken;
            report.error = Some(chain(&error));
            None
        }
    };
    let safe = scratch.as_ref().filter(|scratch| database::problem(scratch).is_none());
    let at_failure = safe.map(Scratch::at_failure).filter(|path| path.exists());
    after(&mut report, at_failure.or_else(|| safe.map(Scratch::database)).as_deref());
    if options.keep == Keep::Folder {
        report.kept = scratch.map(Scratch::keep);
    }
    let verdict = report.verdict;
    sink(Event::Finished(Box::new(report)));
    verdict
}

/// An error with what caused it, on one line.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(&format!(": {cause}"));
        source = cause.source();
    }
    text
}

fn grade(
    course: &Course,
    exercise: &Exercise,
    tree: Tree,
    report: &mut Report,
    sink: &mut dyn FnMut(Event),
) -> Result<Option<Scratch>, CheckError> {
    let expected = expected(&course.root, exercise)?;
    let run = match prepare(course, exercise, tree, sink) {
        Ok(run) => run,
        Err(Stop::Error(error)) => return Err(error),
        Err(Stop::Finding(finding)) => {
            let name =
                if matches!(finding.problem, Problem::Program(_)) { "compile" } else { "files" };
            fail_before_steps(report, name, *finding, &exercise.steps);
            return Ok(None);
        }
    };
    report.steps = grading::steps(
        &run,
        &expected,
        reference::Reference::prepare(course, exercise, &run)?.as_ref(),
    )?;
    if let Some(first) = report.steps.iter_mut().find(|step| step.verdict == Verdict::Failed) {
        first.findings.splice(0..0, changed_given_files(course, exercise, tree));
        report.verdict = Verdict::Failed;
    }
    Ok(Some(run.scratch))
}

/// The given files that are not as they were: a step that fails may fail because of them.
fn changed_given_files(course: &Course, exercise: &Exercise, tree: Tree) -> Vec<Finding> {
    let changed = match tree {
        Tree::Exercises => given::changed(course, exercise),
        Tree::Solutions => Vec::new(),
    };
    let finding = |given: given::Given| Finding {
        problem: Problem::Answer(AnswerProblem::GivenChanged),
        span: Some(Span::of_path(&course::shown(&given.file))),
    };
    changed.into_iter().map(finding).collect()
}

/// What is wrong before any step can be run: all of them need it.
fn fail_before_steps(report: &mut Report, name: &str, finding: Finding, steps: &[Step]) {
    report.verdict = Verdict::Failed;
    let (name, findings) = (name.to_owned(), vec![finding]);
    report.steps.extend(steps.iter().map(|step| grading::blocked(step, &name)));
    let failed = StepReport {
        name,
        verdict: Verdict::Failed,
        findings,
        why: None,
        points: 0,
        blocked_by: None,
    };
    report.steps.insert(0, failed);
}

/// The accepted records, one for each step.
fn expected(root: &Path, exercise: &Exercise) -> Result<Vec<Record>, CheckError> {
    let path = exercise.snapshot();
    let text = match course::read_text(&root.join(&path)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(CheckError::NoSnapshot(path));
        }
        Err(source) => return Err(CheckError::Read { path, source }),
        Ok(text) => text,
    };
    let records = snapshot::parse(&text)
        .map_err(|source| CheckError::Snapshot { path: path.clone(), source })?;
    let names = |record: &Record| record.name.clone();
    if records.iter().map(names).ne(exercise.steps.iter().map(|step| step.name.clone())) {
        return Err(CheckError::OtherSteps { path });
    }
    Ok(records)
}

/// Reads the learner's files and builds the program, before any step is run.
fn prepare<'a>(
    course: &'a Course,
    exercise: &'a Exercise,
    tree: Tree,
    sink: &mut dyn FnMut(Event),
) -> Result<Run<'a>, Stop> {
    let folder = exercise.folder(tree);
    let read = |name: &String| answer::read(&course.root, &folder, name).map_err(Stop::Finding);
    let sources = course::edited_files(exercise, &course.root.join(&folder))
        .iter()
        .map(read)
        .collect::<Result<_, _>>()?;
    let program = match exercise.has_program {
        true => Some(perform::build(course, exercise, tree, sink)?),
        false => None,
    };
    let scratch = Scratch::new()
        .map_err(|source| CheckError::Scratch { folder: std::env::temp_dir(), source })?;
    Ok(Run {
        root: &course.root,
        exercise,
        tree,
        scratch,
        sources,
        scripts: OnceLock::new(),
        program,
        probed: probing::Probed::default(),
        ran: RefCell::default(),
    })
}

impl Run<'_> {
    fn observe(&self, step: &Step, record: &Record) -> Result<Vec<Problem>, Stop> {
        let seen = self.perform(step)?;
        let mut problems = Vec::new();
        if let (Some(expected), Some(actual)) = (&record.output, &seen.output) {
            problems.extend(snapshot::compare_output(expected, actual, &step.order));
        }
        if let (Some(expected), Some(actual)) = (&record.result, &seen.result) {
            problems.extend(snapshot::compare_results(expected, actual, &step.order));
        }
        if let Some(expected) = &record.state {
            let recorded = self.loaded(&step.name, expected)?;
            let (expected, actual) = (State::read(&recorded)?, self.state()?);
            let undoing = matches!(step.action, Action::Downgrade(_));
            let how = CompareOptions { rules: &self.exercise.rules, undoing, now: now() };
            problems.extend(snapshot::compare_states(expected.clone(), actual.clone(), how)?);
            self.probe(recorded, (&expected, &actual), undoing, &mut problems)?;
        }
        Ok(problems)
    }

    fn expected_state(&self, step: &str, recorded: &str) -> Result<State, CheckError> {
        Ok(State::read(&self.loaded(step, recorded)?)?)
    }

    /// A recorded state as a database.
    fn loaded(&self, step: &str, recorded: &str) -> Result<rusqlite::Connection, CheckError> {
        snapshot::load(recorded).map_err(|error| CheckError::SnapshotSql {
            path: self.exercise.snapshot(),
            step: step.to_owned(),
            kind: SqlError::from(&error).kind,
        })
    }

    /// A problem with the place in any of the learner's files that decides it.
    fn placed(&self, problem: Problem) -> Finding {
        let span = locate(&problem, &self.sources, &RanFiles::Any);
        Finding { problem, span }
    }

    /// The same for what a step ran into: the place is in the files that it ran.
    fn placed_at(&self, step: &Step, problem: Problem) -> Finding {
        let span = locate(&problem, &self.sources, &self.files_run_by(step));
        Finding { problem, span }
    }

    fn files_run_by(&self, step: &Step) -> RanFiles {
        match &step.action {
            Action::Call(_) => RanFiles::EndingIn(".rs".to_owned()),
            Action::Upgrade(_) | Action::Downgrade(_) => self.ran.borrow().clone(),
            Action::Sql(SqlSource::File(file)) | Action::Query(SqlSource::File(file)) => {
                RanFiles::EndingIn(file.clone())
            }
            _ => RanFiles::Any,
        }
    }
}

/// The time in seconds since 1970, in UTC.
fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    since.as_secs().try_into().unwrap_or(i64::MAX)
}

/// What a solution does, as the text of its snapshot.
pub(crate) fn record(
    course: &Course,
    exercise: &Exercise,
    sink: &mut dyn FnMut(Event),
) -> Result<String, RecordError> {
    let fail = |stop| match stop {
        Stop::Error(error) => RecordError::Check(error),
        Stop::Finding(finding) => {
            let message = finding.message();
            RecordError::Finding { id: exercise.id.clone(), message, span: finding.span }
        }
    };
    let run = prepare(course, exercise, Tree::Solutions, sink).map_err(fail)?;
    let mut records = Vec::new();
    let mut ran = unseen::Ran::default();
    for (number, step) in (1..).zip(&exercise.steps) {
        let copy = run.on_a_copy()?;
        let mut record = run.perform(step).map_err(fail)?;
        if step.action.changes_the_database() {
            let connection =
                rusqlite::Connection::open(run.scratch.database()).map_err(CheckError::from)?;
            let text = snapshot::dump(&connection, &exercise.rules.volatile, now());
            record.state = Some(text.map_err(CheckError::from)?);
        }
        if let Some(copy) = copy {
            record.unseen = copy
                .record_unseen(step, number, &mut ran)
                .map_err(|stop| unseen_failure(exercise, step, stop))?;
        }
        records.push(record);
    }
    let text = snapshot::render(&records);
    match snapshot::parse(&text) {
        Ok(read) if read == records => Ok(text),
        _ => Err(RecordError::Unreadable { id: exercise.id.clone() }),
    }
}

/// A throwaway database in which the exercise's program has made its tables: the schema its models want.
pub(crate) fn models(
    course: &Course,
    exercise: &Exercise,
    sink: &mut dyn FnMut(Event),
) -> Result<Scratch, ModelsError> {
    let fail = |stop| match stop {
        Stop::Error(error) => ModelsError::Check(error),
        Stop::Finding(finding) => ModelsError::Finding(finding),
    };
    // A script that is not written yet is no part of the models.
    let files = exercise.files.iter().filter(|name| name.ends_with(".rs")).cloned().collect();
    let exercise = Exercise { files, ..exercise.clone() };
    let run = prepare(course, &exercise, Tree::Exercises, sink).map_err(fail)?;
    run.call("create_all").map_err(fail)?;
    Ok(run.scratch)
}

/// Why the tables of an exercise's models could not be made.
pub(crate) enum ModelsError {
    Finding(Box<Finding>),
    Check(CheckError),
}

/// Why a solution could not be recorded.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RecordError {
    #[error(transparent)]
    Check(#[from] CheckError),
    #[error("the solution of `{id}` does not run: {message}{}", .span.as_ref().map(at).unwrap_or_default())]
    Finding { id: String, message: String, span: Option<Span> },
    #[error(
        "the step `{step}` of `{id}` fails on made-up rows: {message}\nhint: `unseen = false` keeps a step from being run on them"
    )]
    Unseen { id: String, step: String, message: String },
    #[error("the states of `{id}` hold a line that reads like a line of a snapshot")]
    Unreadable { id: String },
}

fn unseen_failure(exercise: &Exercise, step: &Step, stop: Stop) -> RecordError {
    match stop {
        Stop::Error(error) => RecordError::Check(error),
        Stop::Finding(finding) => {
            let (id, step, message) = (exercise.id.clone(), step.name.clone(), finding.message());
            RecordError::Unseen { id, step, message }
        }
    }
}

/// ` (answer.sql:3:1)`
fn at(span: &Span) -> String {
    match span.place() {
        None => format!(" ({})", span.file()),
        Some(place) => format!(" ({}:{}:{})", span.file(), place.line, place.column),
    }
}
