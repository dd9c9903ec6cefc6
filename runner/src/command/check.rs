//! `workbook check`: grades exercises and remembers what passed.

use std::collections::{BTreeMap, VecDeque};
use std::io;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use workbook_core::exercise::{Exercise, Tree};
use workbook_core::finding::{Finding, Problem, explain};
use workbook_core::grade::{ExerciseReport, Verdict, shorten};

use super::leave_out::count_left_out;
use super::{Io, next, open_entries, progress_or_warn, standing};
use crate::atomic;
use crate::check::{self, Checked, Options};
use crate::content_hash::content_hash;
use crate::course::copied::{self, CopiedFolder};
use crate::course::select::{By, SelectError, Selected, select};
use crate::course::{self, Course, Entry, MEMORY};
use crate::event::{Event, Next, Report, Summary, Teaching};
use crate::exit::Exit;
use crate::program::{can_confine, interrupt};
use crate::progress::{self, FirstMessage, Found, Outcome, Progress, Standing};
use crate::report::{Detail, Format, Reporter};

/// The arguments of `workbook check`.
pub(crate) struct Request {
    pub(crate) what: What,
    pub(crate) options: Options,
    pub(crate) format: Format,
    pub(crate) detail: Detail,
}

/// With more exercises than this in one run, the report is about which passed, and a word of praise for each would bury
/// the one that did not.
const PRAISED: usize = 3;

const NO_SANDBOX: &str =
    "programs run without a sandbox on this system; `workbook doctor` says more";

/// The number of checks in a row that find the same thing before it is explained in plainer words.
const GENTLY_FROM: usize = 2;

/// The longest message that is remembered, in characters.
const MESSAGE: usize = 300;

/// The exercises to grade.
pub(crate) enum What {
    /// Everything, also what passed and has not changed.
    All,
    Selected(Vec<String>),
    /// The first that has not passed.
    Next,
}

/// The facts of the last check of an exercise that `workbook inspect` needs.
#[derive(Serialize, Deserialize)]
pub(crate) struct Last {
    /// The step (from 0) after which the check ended.
    pub(crate) step: usize,
}

pub(crate) fn run(course: &Course, request: &Request, io: &mut Io<'_>) -> anyhow::Result<Exit> {
    let progress = progress_or_warn(course, io)?;
    let told = if progress.is_none() { Told::Already } else { Told::NotYet };
    let progress = progress.unwrap_or_default();
    let entries = entries(course, request, &progress)?;
    let mut teller = Teller {
        reporter: Reporter::new(request.format, request.detail),
        io,
        written: Ok(()),
        told,
    };
    let mut exercises = entries.iter().filter_map(|selected| selected.entry.exercise().ok());
    if exercises.any(|exercise| exercise.runs_programs()) && !can_confine() {
        teller.tell(Event::Warning(NO_SANDBOX.to_owned()));
    }
    for copy in copies_of(course, &entries) {
        teller.tell(Event::Warning(copy.describe()));
    }
    for folder in lost_folders(course, request, &entries) {
        let folder = course::shown(&Path::new("exercises").join(folder));
        teller.tell(Event::Warning(SelectError::NoFolder { folder }.to_string()));
    }
    let praise = praise(course, &entries, request, &progress);
    let mut summary = Summary::default();
    let grading = Grading { course, request, progress: &progress, praise };
    grading.all(&entries, &mut teller, &mut |id, verdict| count(&mut summary, id, verdict));
    if request.options.tree == Tree::Exercises {
        add_next(course, &mut summary);
    }
    let exit = exit(&summary);
    teller.tell(Event::Done(summary));
    teller.written?;
    Ok(exit)
}

/// A note of whether a checkout that cannot be written to was told of: once is enough, and the verdicts count all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Told {
    Already,
    NotYet,
}

/// Hands events to the reporter, until writing fails for the first time.
struct Teller<'a, 'b> {
    reporter: Reporter,
    io: &'a mut Io<'b>,
    written: io::Result<()>,
    told: Told,
}

impl Teller<'_, '_> {
    fn tell(&mut self, event: Event) {
        if self.written.is_ok() {
            self.written = self.reporter.report(event, self.io.out, self.io.err);
        }
    }

    fn warn_once(&mut self, error: &RememberError) {
        if self.told == Told::NotYet {
            self.tell(Event::Warning(error.to_string()));
            self.told = Told::Already;
        }
    }
}

/// The policy of praise: whether a pass is followed by what was right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Praise {
    Said,
    LeftOut,
}

fn praise(
    course: &Course,
    entries: &[Selected<'_>],
    request: &Request,
    progress: &Progress,
) -> Praise {
    let graded =
        entries.iter().filter(|selected| !may_skip(course, selected, request, progress)).count();
    let few = graded <= PRAISED && request.options.tree == Tree::Exercises;
    if few { Praise::Said } else { Praise::LeftOut }
}

/// The common parts of grading every exercise of one run.
#[derive(Clone, Copy)]
struct Grading<'a> {
    course: &'a Course,
    request: &'a Request,
    progress: &'a Progress,
    praise: Praise,
}

/// A message from an exercise that is being graded.
enum Message {
    Event(Event),
    /// It is graded; why what it left could not be kept, if it could not.
    Ended(Verdict, Option<RememberError>),
}

impl Grading<'_> {
    /// Grades exercises, as many at a time as there are processors. What they tell is told one exercise after the other, in
    /// the order of `entries`: of the first that is not at its end at once, of the others when it is their turn.
    fn all(
        self,
        entries: &[Selected<'_>],
        teller: &mut Teller<'_, '_>,
        graded: &mut dyn FnMut(&str, Verdict),
    ) {
        let (sender, messages) = mpsc::channel();
        let next = &AtomicUsize::new(0);
        thread::scope(|scope| {
            let at_a_time = thread::available_parallelism().map_or(1, NonZero::get);
            for _ in 0..at_a_time.min(entries.len()) {
                let telling = sender.clone();
                let work = move || self.grade_untaken(next, entries, &telling);
                // A machine that has no more threads grades in this one, one exercise after the other.
                if thread::Builder::new().spawn_scoped(scope, work).is_err() {
                    self.grade_untaken(next, entries, &sender);
                    break;
                }
            }
            drop(sender);
            let mut waiting: Vec<VecDeque<Message>> =
                entries.iter().map(|_| VecDeque::new()).collect();
            let mut turn = 0;
            for (number, message) in messages {
                waiting[number].push_back(message);
                while let Some(message) = waiting.get_mut(turn).and_then(VecDeque::pop_front) {
                    match message {
                        Message::Event(event) => teller.tell(event),
                        Message::Ended(..) if interrupt::is_interrupted() => return,
                        Message::Ended(verdict, failed) => {
                            failed.iter().for_each(|error| teller.warn_once(error));
                            graded(&entries[turn].entry.id, verdict);
                            turn += 1;
                        }
                    }
                }
            }
        });
    }

    /// Grades exercises until none is left that nobody has taken.
    fn grade_untaken(
        self,
        next: &AtomicUsize,
        entries: &[Selected<'_>],
        sender: &mpsc::Sender<(usize, Message)>,
    ) {
        while let Some((number, selected)) = take(next, entries) {
            // Nobody listens any more once the run was interrupted.
            self.one(selected, &mut |message| _ = sender.send((number, message)));
        }
    }

    fn one(self, selected: &Selected<'_>, send: &mut dyn FnMut(Message)) {
        let Grading { course, request, progress, praise } = self;
        let mut failed = None;
        let report = match selected.entry.exercise() {
            Err(error) => broken(selected.entry, &error.to_string()),
            Ok(exercise) if may_skip(course, selected, request, progress) => unchanged(exercise),
            Ok(exercise) => {
                let tell = &mut |event| send(Message::Event(event));
                let graded = grade_and_remember(course, exercise, request.options, praise, tell);
                failed = graded.failed;
                graded.report
            }
        };
        let verdict = report.exercise.verdict;
        send(Message::Event(Event::Finished(Box::new(report))));
        send(Message::Ended(verdict, failed));
    }
}

/// An exercise that was graded, and the reason why what it left could not be kept, if it could not.
pub(super) struct GradedExercise {
    pub(super) report: Report,
    pub(super) failed: Option<RememberError>,
}

/// Grades an exercise, and keeps what is to be remembered of an answer of the learner's, unless it was interrupted.
pub(super) fn grade_and_remember(
    course: &Course,
    exercise: &Exercise,
    options: Options,
    praise: Praise,
    tell: &mut dyn FnMut(Event),
) -> GradedExercise {
    let is_kept = options.tree == Tree::Exercises;
    let hash = is_kept.then(|| content_hash(course, exercise));
    let Checked { mut report, database } = check::check(course, exercise, options, tell);
    let (mut times, mut failed) = (0, None);
    // A verdict on files that were saved meanwhile says nothing of them.
    if let Some(hash) = hash
        && !interrupt::is_interrupted()
        && content_hash(course, exercise) == hash
    {
        let kept = remember(course, exercise, &report, &hash);
        times = *kept.as_ref().unwrap_or(&0);
        failed = kept.and_then(|_| keep_database(course, exercise, &report, database)).err();
    }
    report.teaching = teaching(course, exercise, &report, times, praise);
    GradedExercise { report, failed }
}

/// The next exercise that nobody has taken yet.
fn take<'a, 'b>(
    next: &AtomicUsize,
    entries: &'a [Selected<'b>],
) -> Option<(usize, &'a Selected<'b>)> {
    let number = next.fetch_add(1, Ordering::Relaxed);
    entries.get(number).filter(|_| !interrupt::is_interrupted()).map(|selected| (number, selected))
}

/// The words of the course about a result that was reached `times` in a row.
fn teaching(
    course: &Course,
    exercise: &Exercise,
    report: &Report,
    times: usize,
    praise: Praise,
) -> Teaching {
    let gently = first(report)
        .filter(|_| times >= GENTLY_FROM)
        .and_then(|finding| explain::of(finding.problem.kind()));
    let is_praised = report.exercise.verdict == Verdict::Passed && praise == Praise::Said;
    let readings = if report.exercise.findings().is_empty() {
        BTreeMap::new()
    } else {
        course.explained().up_to(&exercise.id)
    };
    Teaching {
        readings,
        gently: gently.map(|explained| explained.gently),
        praise: exercise.praise.clone().filter(|_| is_praised),
        has_solution: is_praised && exercise.note.is_some() && course.has_solution(exercise),
    }
}

/// The first thing that is wrong.
fn first(report: &Report) -> Option<&Finding> {
    report.exercise.findings().first().map(|(_, finding)| *finding)
}

fn count(summary: &mut Summary, id: &str, verdict: Verdict) {
    match verdict {
        Verdict::Passed => summary.passed += 1,
        Verdict::Broken => summary.broken += 1,
        Verdict::Untouched => summary.untouched += 1,
        Verdict::Failed | Verdict::Skipped => summary.failed += 1,
    }
    let is_to_do = !matches!(verdict, Verdict::Passed | Verdict::Broken);
    if is_to_do && summary.next == Next::Unsaid {
        summary.next = Next::Again(id.to_owned());
    }
}

/// The summary of a run that graded one exercise of the learner's.
#[cfg(feature = "authors")]
pub(super) fn summarize(course: &Course, report: &ExerciseReport) -> Summary {
    let mut summary = Summary::default();
    count(&mut summary, &report.id, report.verdict);
    add_next(course, &mut summary);
    summary
}

/// Names the exercise to start with, where none of those that were graded is to be done again.
fn add_next(course: &Course, summary: &mut Summary) {
    if summary.next == Next::Unsaid && summary.broken == 0 {
        let progress = progress::load(&course.root).unwrap_or_default();
        summary.next = match next(course, &progress) {
            Some(entry) => Next::Start(entry.id.clone()),
            None => Next::AllPassed { left_out: count_left_out(course, &progress) },
        };
    }
}

fn exit(summary: &Summary) -> Exit {
    match summary {
        Summary { broken: 1.., .. } => Exit::Broken,
        Summary { failed: 1.., .. } | Summary { untouched: 1.., .. } => Exit::Failed,
        _ => Exit::Passed,
    }
}

fn entries<'a>(
    course: &'a Course,
    request: &Request,
    progress: &Progress,
) -> anyhow::Result<Vec<Selected<'a>>> {
    let named = |entry| Selected { entry, by: By::Name };
    Ok(match &request.what {
        What::Selected(selectors) => select(course, selectors)?,
        What::All => course.entries().map(named).collect(),
        What::Next => next_gradable(course, progress).into_iter().map(named).collect(),
    })
}

/// The copies of what is graded, in which a learner may have written an answer.
fn copies_of<'a>(
    course: &'a Course,
    entries: &'a [Selected<'a>],
) -> impl Iterator<Item = &'a CopiedFolder> {
    course.copies.iter().filter(move |copy| {
        entries.iter().any(|selected| selected.entry.path.starts_with(&copy.original))
    })
}

/// The folders that are not there although the whole of what they belong to is graded.
fn lost_folders(course: &Course, request: &Request, entries: &[Selected<'_>]) -> Vec<PathBuf> {
    let is_all = matches!(request.what, What::All);
    let mut lost = if is_all { copied::find_lost_chapters(&course.root) } else { Vec::new() };
    for chapter in &course.chapters {
        let is_whole = entries.iter().any(|one| {
            one.entry.path.starts_with(&chapter.stem) && (is_all || one.by == By::Chapter)
        });
        // Where a folder has only another name, its own report says so.
        let has_renamed =
            chapter.entries.iter().any(|entry| !copied::is_recorded(&course.root, &entry.path));
        if is_whole && !has_renamed {
            lost.extend(copied::find_lost_exercises(&course.root, Path::new(&chapter.stem)));
        }
    }
    lost
}

/// The next exercise, and before it those whose `exercise.toml` is broken: they must not keep a learner from going on.
fn next_gradable<'a>(course: &'a Course, progress: &Progress) -> Vec<&'a Entry> {
    let mut entries = Vec::new();
    for entry in open_entries(course, progress) {
        entries.push(entry);
        if entry.exercise().is_ok() {
            break;
        }
    }
    entries
}

/// Tells whether the exercise passed as it is now and was not asked for by its own name.
fn may_skip(
    course: &Course,
    selected: &Selected<'_>,
    request: &Request,
    progress: &Progress,
) -> bool {
    selected.by == By::Chapter
        && request.options == Options::quick(Tree::Exercises)
        && standing(course, selected.entry, progress) == Standing::Passed
}

fn unchanged(exercise: &Exercise) -> Report {
    Report { unchanged: true, ..report_without_steps(ExerciseReport::new(exercise), String::new()) }
}

fn broken(entry: &Entry, error: &str) -> Report {
    let exercise = ExerciseReport {
        id: entry.id.clone(),
        title: String::new(),
        verdict: Verdict::Broken,
        steps: Vec::new(),
        error: Some(error.to_owned()),
    };
    let file = Path::new("exercises").join(&entry.path).join("exercise.toml");
    report_without_steps(exercise, course::shown(&file))
}

fn report_without_steps(exercise: ExerciseReport, file: String) -> Report {
    Report {
        exercise,
        file,
        changed: Vec::new(),
        elapsed: Duration::ZERO,
        kept: None,
        unchanged: false,
        teaching: Teaching::default(),
    }
}

/// The reason that what a check left could not be kept.
#[derive(Debug, thiserror::Error)]
pub(super) enum RememberError {
    #[error(transparent)]
    Progress(#[from] progress::ProgressError),
    #[error("failed to keep the database for `workbook inspect` in `{path}`: {source}")]
    Database { path: PathBuf, source: io::Error },
}

/// Keeps the verdict, and says how many checks in a row have found the same thing first.
fn remember(
    course: &Course,
    exercise: &Exercise,
    report: &Report,
    hash: &str,
) -> Result<usize, RememberError> {
    let outcome = match (report.exercise.verdict, first(report)) {
        (Verdict::Passed, _) => Outcome::Passed(hash.to_owned()),
        (_, Some(finding)) => Outcome::Failed(found(&finding.problem), first_message(finding)),
        (_, None) => Outcome::Broken,
    };
    Ok(progress::update(&course.root, |progress| progress.set_outcome(&exercise.id, outcome))?)
}

fn found(problem: &Problem) -> Found {
    Found {
        kind: problem.kind().to_owned(),
        table: problem.table().map(str::to_owned),
        column: problem.column().map(str::to_owned),
        words: own_words(problem),
    }
}

fn first_message(finding: &Finding) -> FirstMessage {
    let message = finding.message();
    let text = shorten(message.lines().next().unwrap_or_default(), MESSAGE).into_owned();
    let place = finding.span.as_ref().and_then(|span| {
        let place = span.place()?;
        Some((span.file().to_owned(), place.line))
    });
    FirstMessage { text, place }
}

/// The first line of what the compiler or the database said.
fn own_words(problem: &Problem) -> Option<String> {
    let is_theirs = ["compile_error", "sql_error"].contains(&problem.kind());
    is_theirs.then(|| problem.message(None).lines().next().unwrap_or_default().to_owned())
}

/// Keeps the database for `workbook inspect`.
fn keep_database(
    course: &Course,
    exercise: &Exercise,
    report: &Report,
    database: Option<Vec<u8>>,
) -> Result<(), RememberError> {
    let folder = last_folder(course, exercise);
    let fail = |source| RememberError::Database { path: folder.clone(), source };
    let failed = report.exercise.steps.iter().position(|step| step.verdict == Verdict::Failed);
    let step = failed.unwrap_or(report.exercise.steps.len().saturating_sub(1));
    let Some(database) = database else { return Ok(()) };
    let last = serde_json::to_vec(&Last { step }).map_err(|error| fail(error.into()))?;
    // A link on the way would lead the writing out of the course.
    let inside = Path::new(MEMORY).join("last").join(&exercise.path);
    atomic::make_folder(&course.root, &inside).map_err(fail)?;
    atomic::write(&folder.join("yours.db"), &database).map_err(fail)?;
    atomic::write(&folder.join("last.json"), &last).map_err(fail)
}

/// The folder in which the last check of an exercise left its database.
pub(crate) fn last_folder(course: &Course, exercise: &Exercise) -> PathBuf {
    course.memory().join("last").join(&exercise.path)
}
