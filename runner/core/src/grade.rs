//! Grades one exercise: runs its steps on a database, compares each with what is accepted, and returns a report. Databases,
//! programs and the time come from a [`Host`], so that a terminal, a page and a class grade alike.

use std::cell::RefCell;
use std::error::Error;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use rusqlite::Connection;

use crate::exercise::{Action, Exercise, SqlSource, Step};
use crate::finding::{Finding, Printer, Problem};
use crate::locate::{RanFiles, locate};
use crate::migration::{Half, Script};
use crate::script::{SqlError, SqlErrorKind, is_time_over};
use crate::snapshot::{self, CompareOptions, Record, SnapshotError, State};
use crate::span::SourceFile;
use clock::ExerciseClock;

mod answer_folder;
mod clock;
mod frames;
mod guarded;
mod host;
mod json;
mod memory;
mod pack;
mod perform;
mod probing;
mod record;
mod reference;
mod report;
mod rules;
mod steps;
mod telling_rows;
mod unseen;

pub use answer_folder::{AnswerFolder, SCRIPTS, StarterFiles, source_file};
pub use frames::Frame;
pub use host::{Database, Host, OwnWork, ProgramCall};
pub use json::{ExerciseJson, LONGEST_OUTPUT, LONGEST_TEXT, Sections, shorten};
pub use memory::MemoryDatabase;
pub use pack::Pack;
pub use record::{RecordError, make_models, record};
pub use report::{ExerciseReport, StepReport, Verdict};

/// The settings of a connection for work of the grader's own: nothing has to last longer than this process.
pub const OWN_PRAGMAS: &str =
    "PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY; PRAGMA foreign_keys = ON;";

/// The time that reading a database back may take beyond the limit of the exercise.
const TIME_TO_READ: Duration = Duration::from_secs(1);

/// The most findings of a step: nobody reads more, and each is looked up in the learner's files.
pub const MOST_FINDINGS: usize = 25;

/// An answer with everything that it is graded by.
#[derive(Clone, Copy)]
pub struct Assignment<'a> {
    pub exercise: &'a Exercise,
    pub answer: &'a AnswerFolder,
    /// The course's own answer, beside which this one is run; None in a copy of the course that is without.
    pub solution: Option<SolutionBeside<'a>>,
    /// The files as a learner gets them: an answer that is still like them is untouched.
    pub starter: &'a StarterFiles,
    /// The text of the accepted snapshot.
    pub snapshot: &'a str,
}

/// The course's own answer, with the system that runs it.
#[derive(Clone, Copy)]
pub struct SolutionBeside<'a> {
    pub folder: &'a AnswerFolder,
    /// Where an exercise has a program, a host for the solution's.
    pub host: &'a dyn Host,
    /// The number that the made-up rows follow from: 0 for those of the open course. A class has its own, so that no answer
    /// can be made for the rows it will meet.
    pub seed: u64,
}

/// The result of grading an answer.
pub struct Graded {
    pub report: ExerciseReport,
    /// The database as the first step that failed left it, or else the last; None where it cannot be read safely.
    pub database: Option<Arc<dyn Database>>,
}

/// The reason that an exercise could not be graded at all. A wrong answer is a finding, never an error.
#[derive(Debug, thiserror::Error)]
pub enum GradeError {
    #[error("failed to use the throwaway database")]
    Database(#[from] rusqlite::Error),
    #[error("the snapshot `{path}` cannot be read")]
    Snapshot { path: PathBuf, source: SnapshotError },
    #[error("the SQL that the snapshot `{path}` has for the step `{step}` does not run: {kind}")]
    SnapshotSql { path: PathBuf, step: String, kind: SqlErrorKind },
    #[error(
        "the snapshot `{path}` has other steps than `exercise.toml`\nhint: one of the two files is not the course's own: bring both back with `git restore`"
    )]
    OtherSteps { path: PathBuf },
    #[error("interrupted")]
    Interrupted,
    #[error(
        "the disk for temporary files is full, or cannot be used: {0}\nhint: make room there, or name another folder in `TMPDIR`"
    )]
    Disk(String),
    /// An error of the host.
    #[error(transparent)]
    Host(Box<dyn Error + Send + Sync>),
}

/// The reason that a step did not do its work: a finding for the learner, or an error for whoever runs the course.
pub(crate) enum StepFailure {
    Finding(Box<Finding>),
    Error(GradeError),
}

impl From<GradeError> for StepFailure {
    fn from(error: GradeError) -> StepFailure {
        match error {
            GradeError::Database(error) => error.into(),
            error => StepFailure::Error(error),
        }
    }
}

impl From<rusqlite::Error> for StepFailure {
    fn from(error: rusqlite::Error) -> StepFailure {
        // Only what an answer has made takes so long.
        if is_time_over(&error) {
            return Problem::Sql(SqlErrorKind::TimeOver).into();
        }
        StepFailure::Error(error.into())
    }
}

impl From<Problem> for StepFailure {
    fn from(problem: Problem) -> StepFailure {
        Finding { problem, span: None }.into()
    }
}

impl From<Finding> for StepFailure {
    fn from(finding: Finding) -> StepFailure {
        StepFailure::Finding(Box::new(finding))
    }
}

impl From<Box<Finding>> for StepFailure {
    fn from(finding: Box<Finding>) -> StepFailure {
        StepFailure::Finding(finding)
    }
}

/// An answer whose files were read and found to be text.
struct Answer<'a> {
    exercise: &'a Exercise,
    folder: &'a AnswerFolder,
    host: &'a dyn Host,
    /// The learner's files, for saying where something is decided.
    sources: Vec<SourceFile>,
    /// The scripts of its folder, once they have been read without a problem.
    scripts: OnceLock<Vec<Script>>,
    clock: ExerciseClock,
}

/// An answer on a database.
struct AnswerRun<'a> {
    answer: &'a Answer<'a>,
    database: Arc<dyn Database>,
    kept: guarded::KeptSandbox,
    probed: probing::ProbedCatalogues,
    expected_views: probing::ExpectedViews,
    /// The scripts that were run last.
    ran: RefCell<RanFiles>,
    /// Takes the database after each script and step, where it is to be shown.
    recorder: Option<frames::FrameRecorder>,
    /// The database that `workbook inspect` shows where no step has one of its own.
    shown: RefCell<Option<Arc<dyn Database>>>,
}

/// Grades an answer on `database`, which is empty.
///
/// # Errors
/// What keeps anybody's answer from being graded: a snapshot that does not fit, or a host that fails.
pub fn grade(
    assignment: &Assignment<'_>,
    host: &dyn Host,
    database: Arc<dyn Database>,
) -> Result<Graded, GradeError> {
    grade_on(assignment, host, database, None).map(|(graded, _)| graded)
}

/// Grades an answer on `database`, which is empty, and shows the database after each script and step.
///
/// # Errors
/// See [`grade`].
pub fn grade_in_frames(
    assignment: &Assignment<'_>,
    host: &dyn Host,
    database: Arc<dyn Database>,
) -> Result<(Graded, Vec<Frame>), GradeError> {
    grade_on(assignment, host, database, Some(frames::FrameRecorder::default()))
}

fn grade_on(
    assignment: &Assignment<'_>,
    host: &dyn Host,
    database: Arc<dyn Database>,
    recorder: Option<frames::FrameRecorder>,
) -> Result<(Graded, Vec<Frame>), GradeError> {
    let exercise = assignment.exercise;
    let expected = expected_records(exercise, assignment.snapshot)?;
    let mut report = ExerciseReport::new(exercise);
    let answer = match Answer::prepare(exercise, assignment.answer, host) {
        Ok(answer) => answer,
        Err(StepFailure::Error(error)) => return Err(error),
        Err(StepFailure::Finding(finding)) => {
            report.fail_before_steps(*finding, &exercise.steps);
            report.note_untouched(assignment);
            return Ok((Graded { report, database: None }, Vec::new()));
        }
    };
    let solution = match assignment.solution.filter(|_| reference::can_compare(exercise)) {
        Some(SolutionBeside { folder, host, .. }) => {
            match Answer::prepare(exercise, folder, host) {
                Ok(solution) => Some(solution),
                Err(StepFailure::Error(error)) => return Err(error),
                Err(StepFailure::Finding(_)) => None,
            }
        }
        None => None,
    };
    let seed = assignment.solution.map_or(0, |solution| solution.seed);
    let reference = match &solution {
        Some(solution) => Some(reference::Reference::new(solution, &answer, seed)?),
        None => None,
    };
    let run = AnswerRun { recorder, ..answer.run_on(database) };
    let graded = steps::grade_steps(&run, &expected, reference.as_ref())?;
    report.take_steps(graded.steps);
    report.note_untouched(assignment);
    let database = graded.at_failure.or_else(|| {
        let left = Some(Arc::clone(&run.database));
        left.filter(|database| database.problem().is_none())
    });
    let frames = run.recorder.map_or_else(Vec::new, frames::FrameRecorder::into_frames);
    Ok((Graded { report, database }, frames))
}

/// The accepted records, one for each step.
fn expected_records(exercise: &Exercise, text: &str) -> Result<Vec<Record>, GradeError> {
    let path = exercise.snapshot();
    let records = snapshot::parse(text)
        .map_err(|source| GradeError::Snapshot { path: path.clone(), source })?;
    let recorded = records.iter().map(|record| &record.name);
    if recorded.ne(exercise.steps.iter().map(|step| &step.name)) {
        return Err(GradeError::OtherSteps { path });
    }
    Ok(records)
}

impl<'a> Answer<'a> {
    /// Reads the learner's files and makes the program ready, before any step is run.
    fn prepare(
        exercise: &'a Exercise,
        folder: &'a AnswerFolder,
        host: &'a dyn Host,
    ) -> Result<Answer<'a>, StepFailure> {
        let mut answer = Answer::read(exercise, folder, host)?;
        if exercise.has_program
            && let Some(finding) = host.prepare_program()?
        {
            return Err(finding.into());
        }
        answer.clock = ExerciseClock::start(host, exercise);
        Ok(answer)
    }

    fn read(
        exercise: &'a Exercise,
        folder: &'a AnswerFolder,
        host: &'a dyn Host,
    ) -> Result<Answer<'a>, Box<Finding>> {
        let sources = folder.edited.iter().map(|name| folder.read(name));
        Ok(Answer {
            exercise,
            folder,
            host,
            sources: sources.collect::<Result<_, _>>()?,
            scripts: OnceLock::new(),
            clock: ExerciseClock::start(host, exercise),
        })
    }

    fn run_on(&'a self, database: Arc<dyn Database>) -> AnswerRun<'a> {
        AnswerRun {
            answer: self,
            database,
            kept: guarded::KeptSandbox::default(),
            probed: probing::ProbedCatalogues::default(),
            expected_views: probing::ExpectedViews::default(),
            ran: RefCell::default(),
            recorder: None,
            shown: RefCell::default(),
        }
    }

    fn time_left(&self) -> Duration {
        self.clock.end().saturating_sub(self.host.elapsed())
    }

    /// The time that is left for reading back what was made, also when the answer has used all of its own.
    fn time_to_read(&self) -> Duration {
        (self.clock.end() + TIME_TO_READ).saturating_sub(self.host.elapsed())
    }

    fn compare_options(&self, undoing: bool) -> CompareOptions<'_> {
        CompareOptions { rules: &self.exercise.rules, undoing, now: self.host.now() }
    }

    /// A recorded state as a database.
    fn load_state(&self, step: &Step, recorded: &str) -> Result<Connection, GradeError> {
        snapshot::load(recorded).map_err(|error| GradeError::SnapshotSql {
            path: self.exercise.snapshot(),
            step: step.name.clone(),
            kind: SqlError::from(&error).kind,
        })
    }

    fn read_state(&self, step: &Step, recorded: &str) -> Result<State, GradeError> {
        Ok(State::read(&self.load_state(step, recorded)?)?)
    }

    /// A problem with the place in any of the learner's files that decides it.
    fn locate_anywhere(&self, problem: Problem) -> Finding {
        let span = locate(&problem, &self.sources, &RanFiles::Any);
        Finding { problem, span }
    }
}

impl AnswerRun<'_> {
    /// Runs a step and lists what separates the database, result and output from the recorded ones.
    fn observe(&self, step: &Step, record: &Record) -> Result<Vec<Problem>, StepFailure> {
        let seen = self.perform(step)?;
        let mut problems = self.compare_printed(step, record, &seen);
        if let Some(expected) = &record.state {
            let recorded = self.answer.load_state(step, expected)?;
            let (expected, actual) = (State::read(&recorded)?, self.read_state()?);
            let undoing = matches!(step.action, Action::Downgrade(_));
            let how = self.answer.compare_options(undoing);
            problems.extend(snapshot::compare_states(expected.clone(), actual.clone(), how)?);
            self.probe(recorded, (&expected, &actual), undoing, &mut problems)?;
        }
        Ok(problems)
    }

    /// Lists what separates the output and the result of a step from the recorded ones.
    fn compare_printed(&self, step: &Step, expected: &Record, seen: &Record) -> Vec<Problem> {
        let mut problems = Vec::new();
        if let (Some(expected), Some(actual)) = (&expected.output, &seen.output) {
            let difference = snapshot::compare_output(expected, actual, &step.order);
            problems.extend(difference.map(|problem| self.name_printer(problem)));
        }
        if let (Some(expected), Some(actual)) = (&expected.result, &seen.result) {
            problems.extend(snapshot::compare_results(expected, actual, &step.order));
        }
        problems
    }

    /// Says of lines that differ whose code has printed them.
    fn name_printer(&self, problem: Problem) -> Problem {
        match problem {
            Problem::Output { difference, more, .. } => {
                let printer = find_printer(self.answer.exercise, &self.answer.sources);
                Problem::Output { difference, more, printer }
            }
            other => other,
        }
    }

    /// A problem that a step ran into, with the place in the files that it ran.
    fn locate_in_step(&self, step: &Step, problem: Problem) -> Finding {
        let span = locate(&problem, &self.answer.sources, &self.files_run_by(step));
        Finding { problem, span }
    }

    fn files_run_by(&self, step: &Step) -> RanFiles {
        match &step.action {
            Action::Call(_) => RanFiles::EndingIn(".rs".to_owned()),
            Action::Upgrade(_) | Action::Downgrade(_) => self.ran.borrow().clone(),
            Action::Sql(SqlSource::File(file)) | Action::Query(SqlSource::File(file)) => {
                RanFiles::EndingIn(file.clone())
            }
            // What is there after a way back, that has left.
            Action::Query(SqlSource::Text(_)) => match &*self.ran.borrow() {
                ran @ RanFiles::Scripts { half: Half::Down, .. } => ran.clone(),
                _ => RanFiles::Any,
            },
            _ => RanFiles::Any,
        }
    }
}

/// The writer of what the program of an exercise prints, by what stands in the learner's Rust.
fn find_printer(exercise: &Exercise, sources: &[SourceFile]) -> Printer {
    let has = |words: &[&str]| {
        sources.iter().any(|source| words.iter().any(|word| source.text.contains(word)))
    };
    if has(&["eprint", "dbg!"]) {
        Printer::StandardError
    } else if exercise.main_prints && !has(&["print!", "println!", "stdout"]) {
        Printer::Given
    } else {
        Printer::Answer
    }
}
