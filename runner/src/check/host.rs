//! This system as a place to grade on: throwaway files, real processes, threads and clocks.

use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use workbook_core::exercise::{Exercise, Tree};
use workbook_core::finding::{AnswerProblem, Finding, Problem};
use workbook_core::grade::{AnswerFolder, Database, GradeError, Host, MemoryDatabase};
use workbook_core::span::Span;

use super::scratch::{Programs, ScratchDatabase};
use super::{CheckError, compile};
use crate::course::Course;
use crate::event::Event;
use crate::program::{self, interrupt};

/// This system, for one exercise.
pub(super) struct SystemHost {
    start: Instant,
    programs: Arc<Programs>,
    /// Tells whether an exercise runs programs, which see a database only if it is a file.
    runs_programs: bool,
    /// The finding about the sources of the exercise's program, if they do not compile.
    refused: Mutex<Option<Finding>>,
}

impl SystemHost {
    /// Compiles the program of an exercise that has one, if the answer's files can be read. `changed` are the given files
    /// that are not as they were.
    pub(super) fn prepare(
        course: &Course,
        exercise: &Exercise,
        answer: &AnswerFolder,
        changed: &[String],
        tree: Tree,
        sink: &mut dyn FnMut(Event),
    ) -> Result<SystemHost, CheckError> {
        let mut own = None;
        let mut refused = None;
        if exercise.has_program && answer.is_readable() {
            match refuse_changed_source(changed) {
                Some(finding) => refused = Some(finding),
                None => {
                    // It is ready by the time the program is known to be compiled.
                    program::prepare_sandbox(exercise.limits.time);
                    match compile::compile(course, exercise, tree, sink)? {
                        Ok(program) => own = Some(program),
                        Err(finding) => refused = Some(finding),
                    }
                }
            }
        }
        let folder = course.root.join(exercise.folder(tree));
        let programs = Arc::new(Programs { own, folder });
        let runs_programs = exercise.runs_programs();
        Ok(SystemHost {
            start: Instant::now(),
            programs,
            runs_programs,
            refused: Mutex::new(refused),
        })
    }

    /// An empty database in a throwaway folder.
    pub(super) fn create_scratch(&self) -> Result<ScratchDatabase, CheckError> {
        ScratchDatabase::new(Arc::clone(&self.programs))
    }
}

/// A moment in seconds since 1970, in UTC.
pub(crate) fn unix_seconds(moment: SystemTime) -> i64 {
    let since = moment.duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}

/// A question that is answered with yes once `limit` is over, or the user wants to stop.
pub(crate) fn start_timer(limit: Duration) -> impl FnMut() -> bool + Send + 'static {
    let end = Instant::now() + limit;
    move || Instant::now() >= end || interrupt::is_interrupted()
}

/// The finding about a given source file among those that are not as they were: what is compiled must be the course's own.
fn refuse_changed_source(changed: &[String]) -> Option<Finding> {
    let file = changed.iter().find(|file| file.ends_with(".rs"))?;
    let problem = Problem::Answer(AnswerProblem::GivenChanged);
    Some(Finding { problem, span: Some(Span::of_path(file)) })
}

impl Host for SystemHost {
    fn create_database(&self) -> Result<Arc<dyn Database>, GradeError> {
        if self.runs_programs {
            return Ok(Arc::new(self.create_scratch()?));
        }
        Ok(Arc::new(MemoryDatabase::new()?))
    }

    fn prepare_program(&self) -> Result<Option<Finding>, GradeError> {
        Ok(self.refused.lock().unwrap_or_else(PoisonError::into_inner).take())
    }

    fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }

    fn now(&self) -> i64 {
        unix_seconds(SystemTime::now())
    }

    fn start_timer(&self, limit: Duration) -> Box<dyn FnMut() -> bool + Send> {
        Box::new(start_timer(limit))
    }

    fn do_both<'w>(&self, other: Box<dyn FnOnce() + Send + 'w>, this: Box<dyn FnOnce() + 'w>) {
        let other = Mutex::new(Some(other));
        let do_other = || {
            let work = other.lock().unwrap_or_else(PoisonError::into_inner).take();
            work.into_iter().for_each(|work| work());
        };
        thread::scope(|scope| {
            // A machine that has no more threads does one after the other.
            _ = thread::Builder::new().spawn_scoped(scope, do_other);
            this();
        });
        do_other();
    }
}
