//! Tries statements on copies of the expected database and of the answer's, when their schemas have changed. It keeps nothing.

use std::cell::RefCell;
use std::collections::BTreeSet;

use rusqlite::Connection;
use rusqlite::config::DbConfig;

use super::{AnswerRun, StepFailure};
use crate::finding::{Problem, probe};
use crate::probe::{DatabasePair, compare};
use crate::sandbox::{self, Sandbox};
use crate::script::SqlErrorKind;
use crate::snapshot::{self, State};
use crate::sql::name::Name;

/// The two catalogues that were compared last: what they say cannot come out differently the next time.
pub(super) type ProbedCatalogues = RefCell<Option<[Vec<String>; 2]>>;

impl AnswerRun<'_> {
    /// Adds to `problems` what statements show that the database does otherwise than the recorded one.
    pub(super) fn probe(
        &self,
        recorded: Connection,
        (expected, actual): (&State, &State),
        undoing: bool,
        problems: &mut Vec<Problem>,
    ) -> Result<(), StepFailure> {
        let answer = self.open_sandbox()?;
        let unreadable = |error| self.unreadable(&error);
        let catalogues = [
            snapshot::catalogue(&recorded)?,
            snapshot::catalogue(answer.connection()).map_err(unreadable)?,
        ];
        if catalogues[0] == catalogues[1] || self.probed.borrow().as_ref() == Some(&catalogues) {
            return Ok(());
        }
        self.probed.replace(Some(catalogues));
        let copy = sandbox::copy(answer.connection()).map_err(unreadable)?;
        let (copy, recorded) = (self.guard(copy)?, self.guard(recorded)?);
        // Without rows of their own both have the same ones as well.
        if !run_quietly(
            &copy,
            &format!("{}{}", no_rows(actual), in_tables_of(actual, expected).as_rows()),
        )? {
            run_quietly(&copy, &no_rows(actual))?;
            run_quietly(&recorded, &no_rows(expected))?;
        }
        let known: BTreeSet<Name> = problems.iter().filter_map(differing_table).collect();
        let databases = DatabasePair {
            expected: &recorded,
            actual: &copy,
            schema: &expected.schema,
            insist: self.answer.exercise.rules.insist,
            volatile: &self.answer.exercise.rules.volatile,
            now: self.answer.host.now(),
            known: &known,
            allowed: &self.answer.exercise.unseen.allowed,
        };
        match compare(&databases) {
            Ok(differences) => probe::add(problems, differences, undoing),
            Err(_) if copy.was_stopped() => problems.push(Problem::Sql(SqlErrorKind::TimeOver)),
            Err(error) => return Err(unreadable(error)),
        }
        Ok(())
    }
}

fn differing_table(problem: &Problem) -> Option<Name> {
    match problem {
        Problem::Schema { .. } => problem.table().map(Name::from),
        _ => None,
    }
}

/// Statements that empty all tables.
fn no_rows(state: &State) -> String {
    let mut state = state.clone();
    state.rows.values_mut().for_each(|rows| rows.rows.clear());
    state.as_rows()
}

/// The tables of `state`, with their rows, that `actual` has too.
fn in_tables_of(actual: &State, state: &State) -> State {
    let mut state = state.clone();
    state.schema.tables.retain(|key, _| actual.schema.tables.contains_key(key));
    state
}

/// Runs statements of our own without triggers and foreign keys, all or none; false when they do not run.
fn run_quietly(sandbox: &Sandbox, sql: &str) -> rusqlite::Result<bool> {
    let connection = sandbox.connection();
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    connection.pragma_update(None, "foreign_keys", false)?;
    let ran = connection.execute_batch(&format!("BEGIN; {sql} COMMIT;")).is_ok();
    if !connection.is_autocommit() {
        connection.execute_batch("ROLLBACK")?;
    }
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, true)?;
    Ok(ran)
}
