//! The work behind `workbook watch`: which exercise it is about, when it is graded, and which verdicts are too old to show.

use std::collections::BTreeSet;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::thread::{self, Scope};
use std::time::{Duration, Instant};

use workbook_core::exercise::{Exercise, Tree};

use super::{AfterPass, WatchMessage, Writing};
use crate::check::Options;
use crate::command::check::{self, GradedExercise, Praise};
use crate::command::leave_out::find_left_out;
use crate::command::standing_of;
use crate::content_hash::content_hash;
use crate::course::Course;
use crate::event::Event;
use crate::program::interrupt;
use crate::progress::{self, Progress, Standing};

/// An editor that saves several files makes no longer pauses.
const QUIET: Duration = Duration::from_millis(20);

/// A file that is written in several steps grows without longer pauses.
const UNFINISHED: Duration = Duration::from_millis(120);

/// The time after which a file that is gone counts as gone.
const GONE: Duration = Duration::from_millis(500);

/// A shorter check is over before anybody could read that it runs.
const UNTOLD: Duration = Duration::from_millis(300);

/// The exercise that is being done, and the check of it.
pub(super) struct WatchSession<'scope, 'env> {
    pub(super) course: &'env Course,
    pub(super) after_pass: AfterPass,
    exercises: Vec<&'env Exercise>,
    at: usize,
    /// The content hash of the exercise as it was checked last, or is being checked.
    checked: Option<String>,
    running: Option<Running>,
    unsettled: Option<Unsettled>,
    scope: &'scope Scope<'scope, 'env>,
    sender: Sender<WatchMessage>,
}

/// A check that runs.
struct Running {
    since: Instant,
    /// True once something else is to be graded: its verdict is dropped.
    is_stale: bool,
    waits_for: String,
}

/// Files that were saved a moment ago.
struct Unsettled {
    since: Instant,
    until: Instant,
    /// The exercises they belong to.
    touched: BTreeSet<usize>,
}

impl<'scope, 'env> WatchSession<'scope, 'env> {
    /// A session that grades the first exercise that has not passed.
    pub(super) fn new(
        course: &'env Course,
        exercises: Vec<&'env Exercise>,
        after_pass: AfterPass,
        scope: &'scope Scope<'scope, 'env>,
        sender: Sender<WatchMessage>,
    ) -> WatchSession<'scope, 'env> {
        let mut session = WatchSession {
            course,
            after_pass,
            exercises,
            at: 0,
            checked: None,
            running: None,
            unsettled: None,
            scope,
            sender,
        };
        session.at = session.find_open(0).unwrap_or(0);
        session.begin_check();
        session
    }

    pub(super) fn exercise(&self) -> &'env Exercise {
        self.exercises[self.at]
    }

    /// The time until [`WatchSession::go_on`] has something to do; None while only a message changes anything.
    pub(super) fn patience(&self) -> Option<Duration> {
        let settled = self.unsettled.as_ref().map(|unsettled| unsettled.until);
        let now = Instant::now();
        let told = self.running.as_ref().map(|running| running.since + UNTOLD);
        let told = told.filter(|moment| *moment > now);
        let next = settled.into_iter().chain(told).min()?;
        Some(next.saturating_duration_since(now))
    }

    /// Takes note of files that were saved.
    pub(super) fn note_saved(&mut self, paths: &[PathBuf], writing: Writing) {
        let mut touched: BTreeSet<usize> =
            paths.iter().filter_map(|path| self.find_exercise(path)).collect();
        if paths.is_empty() {
            touched.insert(self.at);
        }
        if touched.is_empty() {
            return;
        }
        let now = Instant::now();
        let unsettled = self.unsettled.get_or_insert_with(|| Unsettled {
            since: now,
            until: now,
            touched: BTreeSet::new(),
        });
        unsettled.until = now
            + match writing {
                Writing::Ended => QUIET,
                Writing::MayGoOn => UNFINISHED,
            };
        unsettled.touched.extend(touched);
    }

    /// Grades what was saved, once the editor is done with it.
    pub(super) fn go_on(&mut self) {
        let now = Instant::now();
        let Some(unsettled) = self.unsettled.take_if(|unsettled| now >= unsettled.until) else {
            return;
        };
        let is_elsewhere = !unsettled.touched.contains(&self.at);
        let at = unsettled.touched.first().copied().filter(|_| is_elsewhere).unwrap_or(self.at);
        if now < unsettled.since + GONE && self.lacks_file(at) {
            self.unsettled = Some(Unsettled { until: now + QUIET, ..unsettled });
            return;
        }
        if at != self.at {
            self.go_to(at);
        } else if self.checked.as_ref() != Some(&content_hash(self.course, self.exercise())) {
            self.check_again();
        }
    }

    /// Returns the verdict of a check that has ended, unless it is about files that have changed since: then the next one
    /// has begun.
    pub(super) fn take_verdict(
        &mut self,
        result: thread::Result<GradedExercise>,
    ) -> Option<GradedExercise> {
        let running = self.running.take();
        interrupt::allow_programs();
        // It has told of itself already.
        let graded = result.unwrap_or_else(|payload| panic::resume_unwind(payload));
        let is_stale = running.is_none_or(|running| running.is_stale)
            || self.checked.as_ref() != Some(&content_hash(self.course, self.exercise()));
        if is_stale {
            self.begin_check();
            return None;
        }
        Some(graded)
    }

    /// Grades the exercise once more, in place of a check that still runs.
    pub(super) fn check_again(&mut self) {
        match &mut self.running {
            Some(running) => {
                running.is_stale = true;
                interrupt::end_all();
            }
            None => self.begin_check(),
        }
    }

    /// Takes the next exercise that has not passed, after this one or else from the first on; false when there is none.
    pub(super) fn go_to_next(&mut self) -> bool {
        let next = self.find_open(self.at + 1).filter(|next| *next != self.at);
        next.map(|index| self.go_to(index)).is_some()
    }

    /// The first exercise from this number on, and then from the first of all, that is neither left out nor passed.
    fn find_open(&self, from: usize) -> Option<usize> {
        let progress = progress::load(&self.course.root).unwrap_or_default();
        let left_out = find_left_out(self.course, &progress);
        let all = self.exercises.len();
        let mut numbers = (from..from + all).map(|number| number % all);
        numbers.find(|number| {
            let exercise = self.exercises[*number];
            !left_out.contains(&*exercise.id) && !has_passed(self.course, exercise, &progress)
        })
    }

    /// How many exercises have passed, and of how many.
    pub(super) fn count_passed(&self) -> (usize, usize) {
        let progress = progress::load(&self.course.root).unwrap_or_default();
        let all = || self.course.entries().filter_map(|entry| entry.exercise().ok());
        let passed = all().filter(|exercise| has_passed(self.course, exercise, &progress));
        (passed.count(), all().count())
    }

    /// The thing that a check waits for, once that is worth telling.
    pub(super) fn waits_for(&self) -> Option<&str> {
        let running = self.running.as_ref()?;
        (running.since.elapsed() >= UNTOLD).then_some(&running.waits_for)
    }

    pub(super) fn note_waiting(&mut self, reason: String) {
        if let Some(running) = &mut self.running {
            running.waits_for = reason;
        }
    }

    fn go_to(&mut self, at: usize) {
        self.at = at;
        self.check_again();
    }

    fn begin_check(&mut self) {
        let exercise = self.exercise();
        self.checked = Some(content_hash(self.course, exercise));
        let waits_for = format!("checking {} …", exercise.id);
        self.running = Some(Running { since: Instant::now(), is_stale: false, waits_for });
        let (course, sender) = (self.course, self.sender.clone());
        let check = move || check_exercise(course, exercise, &sender);
        // A machine that has no more threads grades in this one.
        if thread::Builder::new().spawn_scoped(self.scope, check).is_err() {
            check_exercise(self.course, exercise, &self.sender);
        }
    }

    /// The exercise that a file belongs to, first of all the one that is being done.
    fn find_exercise(&self, path: &Path) -> Option<usize> {
        let inside = |exercise: &Exercise| {
            let folder = self.course.root.join(exercise.folder(Tree::Exercises));
            path.strip_prefix(folder).map(Path::to_owned)
        };
        if inside(self.exercise()).is_ok() {
            return Some(self.at);
        }
        self.exercises.iter().position(|exercise| inside(exercise).is_ok())
    }

    /// Tells whether a file that the learner edits is not there.
    fn lacks_file(&self, at: usize) -> bool {
        let exercise = self.exercises[at];
        let folder = self.course.root.join(exercise.folder(Tree::Exercises));
        exercise.files.iter().any(|file| !folder.join(file).exists())
    }
}

fn has_passed(course: &Course, exercise: &Exercise, progress: &Progress) -> bool {
    standing_of(course, exercise, progress) == Standing::Passed
}

/// Grades in a thread of its own, and tells what it waits for and how it ends.
fn check_exercise(course: &Course, exercise: &Exercise, sender: &Sender<WatchMessage>) {
    let mut tell = |event| {
        let reason = match event {
            Event::Building { id } => format!("compiling the program of {id} …"),
            Event::News(line) => line,
            _ => return,
        };
        // At the end of the session nobody listens any more, here and below.
        _ = sender.send(WatchMessage::Waiting(reason));
    };
    let options = Options::quick(Tree::Exercises);
    let grade = || check::grade_and_remember(course, exercise, options, Praise::Said, &mut tell);
    let graded = panic::catch_unwind(AssertUnwindSafe(grade));
    _ = sender.send(WatchMessage::Graded(Box::new(graded)));
}
