//! The guarded connections of an answer's database: one is used again as long as nothing that ran can be seen on it later.

use std::cell::{Cell, RefCell};

use rusqlite::Connection;

use super::host::do_own;
use super::{AnswerRun, GradeError, StepFailure, TIME_TO_READ};
use crate::finding::{DatabaseProblem, Problem};
use crate::sandbox::{self, Sandbox};
use crate::script::{Reason, SqlError, SqlErrorKind, is_time_over};

/// A sandbox that is kept for the next piece of SQL. Opening one anew takes longer than most scripts do.
#[derive(Default)]
pub(super) struct KeptSandbox {
    sandbox: RefCell<Option<Sandbox>>,
    /// SQL has run, or stands in the catalogue, whose outcome depends on what its connection has done before.
    needs_new: Cell<bool>,
}

impl AnswerRun<'_> {
    /// Runs foreign SQL, whose texts are `sql`, on a guarded connection, for as long as the exercise may take.
    ///
    /// Nothing (a temporary table, a pragma) is left for the next piece: a connection on which anything could be left, or
    /// on which anything failed, is not used again.
    pub(super) fn in_sandbox<'s, T, E>(
        &self,
        sql: impl IntoIterator<Item = &'s str>,
        work: impl FnOnce(&Sandbox) -> Result<T, E>,
    ) -> Result<Result<T, E>, StepFailure> {
        if sql.into_iter().any(sandbox::depends_on_connection) {
            self.kept.needs_new.set(true);
        }
        let sandbox = match self.take_kept() {
            Some(sandbox) => sandbox,
            None => self.open_sandbox()?,
        };
        let done = work(&sandbox);
        if done.is_ok() {
            self.keep(sandbox);
        }
        Ok(done)
    }

    /// Does work of the grader's own on the database, for as long as the exercise may take and a little longer.
    pub(super) fn do_own<T>(
        &self,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<T> {
        if let Some(sandbox) = self.take_kept() {
            let done = work(sandbox.connection());
            if done.is_ok() {
                self.keep(sandbox);
            }
            return done;
        }
        let timer = self.answer.host.start_timer(self.answer.time_to_read());
        do_own(&*self.database, |connection| sandbox::do_guarded(connection, timer, work))
    }

    /// The sandbox that is kept, or else one that can be; None where each piece of SQL needs one of its own.
    fn take_kept(&self) -> Option<Sandbox> {
        // A program may put another file in the place of the database, and reading may take longer than the exercise.
        let is_shared = self.answer.exercise.runs_programs();
        if is_shared || self.kept.needs_new.get() || self.answer.time_left() <= TIME_TO_READ {
            self.kept.sandbox.replace(None);
            return None;
        }
        if let Some(sandbox) = self.kept.sandbox.take() {
            return Some(sandbox);
        }
        let sandbox = self.open_sandbox().ok()?;
        self.kept.needs_new.set(sandbox.needs_new_connections());
        Some(sandbox).filter(|sandbox| !sandbox.needs_new_connections())
    }

    fn keep(&self, sandbox: Sandbox) {
        if !self.kept.needs_new.get() && sandbox.connection().is_autocommit() {
            self.kept.sandbox.replace(Some(sandbox));
        }
    }

    /// A guarded connection on which statements run for as long as the exercise may take.
    pub(super) fn open_sandbox(&self) -> Result<Sandbox, StepFailure> {
        self.demand_readable()?;
        let opened = self.database.connect();
        let guarded = opened.and_then(|connection| self.guard(connection));
        guarded.map_err(|error| self.unreadable(&error))
    }

    /// Guards a connection to another database in the same way.
    pub(super) fn guard(&self, connection: Connection) -> rusqlite::Result<Sandbox> {
        Sandbox::new(connection, self.start_timer())
    }

    fn start_timer(&self) -> Box<dyn FnMut() -> bool + Send> {
        self.answer.host.start_timer(self.answer.time_left())
    }

    pub(super) fn demand_readable(&self) -> Result<(), StepFailure> {
        match self.database.problem() {
            Some(problem) => Err(self.answer.locate_anywhere(Problem::Database(problem)).into()),
            None => Ok(()),
        }
    }

    /// A database that cannot be opened or read, because of what an answer made of it.
    pub(super) fn unreadable(&self, error: &rusqlite::Error) -> StepFailure {
        if is_time_over(error) {
            return self.answer.locate_anywhere(Problem::Sql(SqlErrorKind::TimeOver)).into();
        }
        let message = match SqlError::from(error).kind {
            SqlErrorKind::Sqlite { message, reason } if self.is_disk_failure(reason, &message) => {
                return GradeError::Disk(message).into();
            }
            SqlErrorKind::Sqlite { message, .. } => message,
            other => other.to_string(),
        };
        self.answer.locate_anywhere(Problem::Database(DatabaseProblem::Unreadable(message))).into()
    }

    /// True if the disk was full or broken, which is no learner's fault. A program may have made a file that nobody can open;
    /// no other answer can.
    pub(super) fn is_disk_failure(&self, reason: Reason, message: &str) -> bool {
        match reason {
            Reason::Full => !self.database.has_room(),
            Reason::File => message.contains("I/O") || !self.answer.exercise.runs_programs(),
            _ => false,
        }
    }
}
