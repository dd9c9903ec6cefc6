//! Tries statements on copies of the expected database and of the answer's, when their schemas have changed. It keeps nothing.

use std::cell::RefCell;
use std::collections::BTreeSet;

use rusqlite::Connection;

use super::{AnswerRun, StepFailure};
use crate::finding::{Problem, probe};
use crate::probe::{DatabasePair, compare, read_views};
use crate::sandbox;
use crate::script::SqlErrorKind;
use crate::snapshot::{self, State, put_rows};
use crate::sql::name::Name;

/// The two catalogues that were compared last: what they say cannot come out differently the next time.
pub(super) type ProbedCatalogues = RefCell<Option<[Vec<String>; 2]>>;

/// The views of the recorded states so far.
pub(super) type ExpectedViews = RefCell<BTreeSet<Name>>;

impl AnswerRun<'_> {
    /// Adds to `problems` what statements show that the database does otherwise than the recorded one.
    pub(super) fn probe(
        &self,
        recorded: Connection,
        (expected, actual): (&State, &State),
        undoing: bool,
        problems: &mut Vec<Problem>,
    ) -> Result<(), StepFailure> {
        let unreadable = |error| self.unreadable(&error);
        let dropped_views = self.note_views(&recorded)?;
        let catalogues = [
            snapshot::catalogue(&recorded)?,
            self.do_own(snapshot::catalogue).map_err(unreadable)?,
        ];
        if catalogues[0] == catalogues[1] || self.probed.borrow().as_ref() == Some(&catalogues) {
            return Ok(());
        }
        self.probed.replace(Some(catalogues));
        let copy = self.do_own(sandbox::copy).map_err(unreadable)?;
        let (copy, recorded) = (self.guard(copy)?, self.guard(recorded)?);
        // Without rows of their own both have the same ones as well.
        let none = actual.clone().without_rows().as_rows();
        let same = none.clone() + &in_tables_of(actual, expected).as_rows();
        if put_rows(copy.connection(), &same).is_err() {
            // Where even that is refused, the probes show it.
            _ = put_rows(copy.connection(), &none);
            _ = put_rows(recorded.connection(), &expected.clone().without_rows().as_rows());
        }
        let known = probe::differing_tables(problems);
        let databases = DatabasePair {
            expected: &recorded,
            actual: &copy,
            schema: &expected.schema,
            actual_schema: &actual.schema,
            insist: self.answer.exercise.rules.insist,
            volatile: &self.answer.exercise.rules.volatile,
            known: &known,
            allowed: &self.answer.exercise.unseen.allowed,
            dropped_views: &dropped_views,
        };
        match compare(&databases) {
            Ok(differences) => probe::add(problems, differences, undoing),
            Err(_) if copy.was_stopped() => problems.push(Problem::Sql(SqlErrorKind::TimeOver)),
            Err(error) => return Err(unreadable(error)),
        }
        Ok(())
    }

    /// Remembers the views of a recorded state: the earlier ones that it has no longer.
    fn note_views(&self, recorded: &Connection) -> Result<BTreeSet<Name>, StepFailure> {
        let views = read_views(recorded)?;
        let mut known = self.expected_views.borrow_mut();
        let dropped = known.difference(&views).cloned().collect();
        known.extend(views);
        Ok(dropped)
    }
}

/// The tables of `state`, with their rows, that `actual` has too.
fn in_tables_of(actual: &State, state: &State) -> State {
    let mut state = state.clone();
    state.schema.tables.retain(|key, _| actual.schema.tables.contains_key(key));
    state
}
