//! The means that grading needs from the system it runs on: databases, programs and the time.

use std::sync::Arc;
use std::time::Duration;

use rusqlite::Connection;

use super::GradeError;
use crate::exercise::ExerciseLimits;
use crate::finding::{DatabaseProblem, Finding, ProgramProblem};

/// A system on which answers are graded.
pub trait Host: Sync {
    /// An empty throwaway database, which exists as long as it is held.
    fn create_database(&self) -> Result<Arc<dyn Database>, GradeError>;

    /// Makes the program of the exercise ready to be run; a finding says what is wrong with its sources.
    fn prepare_program(&self) -> Result<Option<Finding>, GradeError>;

    /// The time since a moment before grading began. It never goes back.
    fn elapsed(&self) -> Duration;

    /// The time of day in seconds since 1970, in UTC.
    fn now(&self) -> i64;

    /// A question that is answered with yes once `limit` is over, or the user wants to stop.
    fn start_timer(&self, limit: Duration) -> Box<dyn FnMut() -> bool + Send>;

    /// Does both pieces of work, at the same time where the system can.
    fn do_both<'w>(&self, other: Box<dyn FnOnce() + Send + 'w>, this: Box<dyn FnOnce() + 'w>);
}

/// A throwaway database.
pub trait Database: Send + Sync {
    /// A connection of its own, for foreign SQL.
    fn connect(&self) -> rusqlite::Result<Connection>;

    /// Does work of the grader's own, on a connection that may have been used before and will be again.
    fn do_own(&self, work: OwnWork<'_>) -> rusqlite::Result<()>;

    /// Another database with the same content.
    fn copy(&self) -> Result<Arc<dyn Database>, GradeError>;

    /// True if it could grow to its limit where it is kept.
    fn has_room(&self) -> bool {
        true
    }

    /// What keeps it from being opened safely, after a program had it.
    fn problem(&self) -> Option<DatabaseProblem>;

    /// Runs a program on it and returns what that printed.
    fn run_program(
        &self,
        call: ProgramCall<'_>,
        limits: ExerciseLimits,
    ) -> Result<Result<String, ProgramProblem>, GradeError>;
}

/// Work of the grader's own on a database.
pub type OwnWork<'w> = Box<dyn FnOnce(&Connection) -> rusqlite::Result<()> + 'w>;

/// A program that a step runs.
#[derive(Clone, Copy, Debug)]
pub enum ProgramCall<'a> {
    /// A function of the exercise's program.
    Function(&'a str),
    /// Any other program, with its arguments; at least one word.
    Command(&'a [String]),
}

impl ProgramCall<'_> {
    /// The name of the function or the program.
    pub fn name(&self) -> &str {
        match self {
            ProgramCall::Function(name) => name,
            ProgramCall::Command(words) => words.first().map_or("", String::as_str),
        }
    }
}

/// Does work of the grader's own on a database and returns what came of it.
pub(super) fn do_own<T>(
    database: &dyn Database,
    work: impl FnOnce(&Connection) -> rusqlite::Result<T>,
) -> rusqlite::Result<T> {
    let mut result = None;
    database.do_own(Box::new(|connection| {
        result = Some(work(connection)?);
        Ok(())
    }))?;
    result.ok_or(rusqlite::Error::InvalidQuery)
}

/// Does both pieces of work on a host and returns what came of them.
pub(super) fn do_both<A: Send, B>(
    host: &dyn Host,
    other: impl FnOnce() -> A + Send,
    this: impl FnOnce() -> B,
) -> (A, B) {
    let (mut first, mut second) = (None, None);
    host.do_both(Box::new(|| first = Some(other())), Box::new(|| second = Some(this())));
    match (first, second) {
        (Some(first), Some(second)) => (first, second),
        _ => unreachable!("a host does both pieces of work"),
    }
}
