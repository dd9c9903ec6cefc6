//! Lists what separates the database of a check from the expected one, in the words of findings. It changes neither.

use std::collections::BTreeSet;
use std::time::Duration;

use rusqlite::Connection;
use workbook_core::exercise::Exercise;
use workbook_core::finding::{Problem, probe};
use workbook_core::probe::{DatabasePair, compare};
use workbook_core::sandbox::{self, Sandbox};
use workbook_core::snapshot::{CompareOptions, State, catalogue, compare_states, put_rows};

use crate::check::start_timer;

/// Two databases after the same step of an exercise.
pub(super) struct StepDatabases<'a> {
    pub(super) exercise: &'a Exercise,
    pub(super) expected: &'a Connection,
    pub(super) actual: &'a Connection,
    /// True when the step was a downgrade, which is told in other words.
    pub(super) undoing: bool,
    /// The time of the check in seconds since 1970, in UTC.
    pub(super) checked_at: i64,
}

impl StepDatabases<'_> {
    /// Lists every difference that the exercise counts: tables, columns and indexes, rows, and rules that statements show.
    pub(super) fn list_differences(&self) -> rusqlite::Result<Vec<String>> {
        let states = [State::read(self.expected)?, State::read(self.actual)?];
        let rules = &self.exercise.rules;
        let how = CompareOptions { rules, undoing: self.undoing, now: self.checked_at };
        let mut problems = compare_states(states[0].clone(), states[1].clone(), how)?;
        let untried = self.probe_rules(states, &mut problems).err();
        let mut lines: Vec<String> = problems.iter().map(|problem| problem.message(None)).collect();
        lines.extend(untried.map(|error| format!("not every rule could be tried: {error}")));
        Ok(lines)
    }

    /// Adds what statements show that the database does otherwise, tried on copies of both.
    fn probe_rules(
        &self,
        [expected, actual]: [State; 2],
        problems: &mut Vec<Problem>,
    ) -> rusqlite::Result<()> {
        if catalogue(self.expected)? == catalogue(self.actual)? {
            return Ok(());
        }
        let time = self.exercise.limits.time;
        let known = probe::differing_tables(problems);
        let differences = compare(&DatabasePair {
            expected: &copy_without_rows(self.expected, expected.clone(), time)?,
            actual: &copy_without_rows(self.actual, actual.clone(), time)?,
            schema: &expected.schema,
            actual_schema: &actual.schema,
            insist: self.exercise.rules.insist,
            volatile: &self.exercise.rules.volatile,
            known: &known,
            allowed: &self.exercise.unseen.allowed,
            dropped_views: &BTreeSet::new(),
        })?;
        probe::add(problems, differences, self.undoing);
        Ok(())
    }
}

/// A guarded copy in memory. Without rows of their own, two such databases have the same ones.
fn copy_without_rows(
    connection: &Connection,
    state: State,
    time: Duration,
) -> rusqlite::Result<Sandbox> {
    let copy = Sandbox::new(sandbox::copy(connection)?, start_timer(time))?;
    put_rows(copy.connection(), &state.without_rows().as_rows())?;
    Ok(copy)
}
