//! Runs a step once more, on a copy of the database with rows that the learner has not seen; a script is also undone and
//! run again there.

use std::cell::RefCell;
use std::path::Path;

use rusqlite::Connection;
use workbook_core::exercise::SqlSource;
use workbook_core::finding::{Finding, Problem, Stage};
use workbook_core::migration::{Half, Script, Target, run};
use workbook_core::sample::{self, SamplePlan};
use workbook_core::snapshot::{
    self, CompareOptions, Record, RoundTrip, RowNumbers, State, UnseenRecord,
};
use workbook_core::sql::name::Name;

use super::probing::Probed;
use super::{Action, CheckError, Run, Scratch, Step, Stop, now};

/// Where the made-up rows begin; with the number of the step, so that two steps get different ones.
const SEED: u64 = 20_260_501;

/// Which scripts steps have run on other rows so far, each time by their versions: running the same again shows no more.
#[derive(Default)]
pub(super) struct Ran(Vec<Vec<String>>);

impl Run<'_> {
    /// The same answer, on a copy of the database as it is now; None when that cannot be copied safely.
    pub(super) fn on_a_copy(&self) -> Result<Option<Run<'_>>, CheckError> {
        if super::database::problem(&self.scratch).is_some() {
            return Ok(None);
        }
        let fail = |source| CheckError::Scratch { folder: std::env::temp_dir(), source };
        Ok(Some(self.on(self.scratch.copy().map_err(fail)?)))
    }

    /// The same answer, on another database.
    pub(super) fn on(&self, scratch: Scratch) -> Run<'_> {
        let (program, sources, scripts) =
            (self.program.clone(), self.sources.clone(), self.scripts.clone());
        let (probed, ran) = (Probed::default(), RefCell::default());
        Run { scratch, program, sources, scripts, probed, ran, ..*self }
    }

    /// Whether the step runs what the learner wrote. A script counts only if it is the learner's, see [`Run::ran`].
    pub(super) fn is_theirs(&self, step: &Step) -> bool {
        let is_file = |source: &SqlSource| match source {
            SqlSource::File(name) => self.exercise.is_edited(Path::new(name)),
            SqlSource::Text(_) => false,
        };
        step.unseen
            && match &step.action {
                Action::Upgrade(_) | Action::Call(_) | Action::Command(_) => true,
                Action::Sql(source) | Action::Query(source) => is_file(source),
                Action::Downgrade(_)
                | Action::Stamp(_)
                | Action::Rejects(_)
                | Action::Accepts(_)
                | Action::Rule(_) => false,
            }
    }

    /// What the step does to this copy when other rows are added first; None where that says nothing, or nothing more than
    /// an earlier step said.
    pub(super) fn record_unseen(
        &self,
        step: &Step,
        number: u64,
        ran: &mut Ran,
    ) -> Result<Option<UnseenRecord>, Stop> {
        if !self.is_theirs(step) {
            return Ok(None);
        }
        let tables = self.tables()?;
        let rows = self.make_rows(number, None)?;
        let applied = self.applied()?;
        let before = self.dump()?;
        let Record { result, output, .. } = self.perform(step)?;
        let after = self.dump()?;
        let mut unseen = UnseenRecord {
            rows,
            state: (after != before).then_some(after),
            result,
            output,
            round_trip: None,
        };
        if matches!(step.action, Action::Upgrade(_)) && step.fails.is_none() {
            let scripts = self.theirs_since(&applied)?;
            if scripts.is_empty() || ran.0.contains(&scripts) {
                return Ok(None);
            }
            ran.0.push(scripts);
            let made: Vec<Name> =
                self.tables()?.into_iter().filter(|table| !tables.contains(table)).collect();
            unseen.round_trip = self.record_round_trip(step, &applied, &made, number)?;
        }
        let says_nothing = unseen.rows.is_empty() && unseen.round_trip.is_none();
        Ok((!says_nothing).then_some(unseen))
    }

    fn record_round_trip(
        &self,
        step: &Step,
        applied: &[String],
        made: &[Name],
        number: u64,
    ) -> Result<Option<RoundTrip>, Stop> {
        let rows = self.make_rows(number, Some(made))?;
        match self.migrate(Half::Down, &down_to(applied)) {
            // A script may have no way back.
            Err(Stop::Finding(_)) => return Ok(None),
            other => other?,
        }
        let down = self.dump()?;
        self.perform(step)?;
        Ok(Some(RoundTrip { rows, down, again: self.dump()? }))
    }

    /// What separates the step on this copy from what it should do there.
    pub(super) fn unseen_findings(
        &self,
        step: &Step,
        unseen: &UnseenRecord,
    ) -> Result<Vec<Finding>, Stop> {
        // Rows that the learner's tables do not take say nothing: what they must take is tried with statements.
        if !self.add(&unseen.rows)? {
            return Ok(Vec::new());
        }
        let applied = self.applied()?;
        let known = self.state()?.row_numbers();
        let expected = unseen.state.clone().map_or_else(|| self.dump(), Ok)?;
        let seen = match self.perform(step) {
            Err(Stop::Finding(finding)) => return Ok(vec![in_stage(Stage::Run, *finding)]),
            other => other?,
        };
        let mut problems = snapshot_problems(step, unseen, &seen);
        let expected = self.expected_state(&step.name, &expected)?;
        let how = CompareOptions { rules: &self.exercise.rules, undoing: false, now: now() };
        problems.extend(compare(expected, self.state()?, &known, how)?);
        if let (true, Some(trip)) = (problems.is_empty(), &unseen.round_trip) {
            return self.round_trip_findings(step, trip, &applied, known);
        }
        Ok(self.in_stage(step, Stage::Run, problems))
    }

    fn round_trip_findings(
        &self,
        step: &Step,
        trip: &RoundTrip,
        applied: &[String],
        mut known: RowNumbers,
    ) -> Result<Vec<Finding>, Stop> {
        let before = self.state()?.row_numbers();
        if !self.add(&trip.rows)? {
            return Ok(Vec::new());
        }
        for (table, numbers) in self.state()?.row_numbers() {
            let earlier = before.get(&table).cloned().unwrap_or_default();
            known.entry(table).or_default().extend(numbers.difference(&earlier).cloned());
        }
        for (stage, expected) in [(Stage::Down, &trip.down), (Stage::Again, &trip.again)] {
            let done = match stage {
                Stage::Down => self.migrate(Half::Down, &down_to(applied)),
                _ => self.perform(step).map(drop),
            };
            match done {
                Err(Stop::Finding(finding)) => return Ok(vec![in_stage(stage, *finding)]),
                other => other?,
            }
            let expected = self.expected_state(&step.name, expected)?;
            let how = CompareOptions {
                rules: &self.exercise.rules,
                undoing: stage == Stage::Down,
                now: now(),
            };
            let problems = compare(expected, self.state()?, &known, how)?;
            if !problems.is_empty() {
                return Ok(self.in_stage(step, stage, problems));
            }
        }
        Ok(Vec::new())
    }

    fn in_stage(&self, step: &Step, stage: Stage, problems: Vec<Problem>) -> Vec<Finding> {
        let unseen = |problem| Problem::Unseen { stage, problem: Box::new(problem) };
        problems.into_iter().map(|problem| self.placed_at(step, unseen(problem))).collect()
    }

    /// Makes rows up, adds them, and returns the statements that did.
    fn make_rows(&self, number: u64, tables: Option<&[Name]>) -> Result<String, CheckError> {
        let unseen = &self.exercise.unseen;
        let plan = SamplePlan {
            seed: SEED + number,
            rows: unseen.rows,
            tables,
            repeat: &unseen.repeat,
            allowed: &unseen.allowed,
            ..SamplePlan::default()
        };
        let made = sample::rows(&self.connection()?, &plan)?;
        let sql: String = made
            .iter()
            .map(|statement| format!("{};\n", statement.trim_end_matches(';')))
            .collect();
        self.connection()?.execute_batch(&sql)?;
        Ok(sql)
    }

    /// Adds rows; false when a rule of the tables refuses one of them.
    pub(super) fn add(&self, rows: &str) -> Result<bool, CheckError> {
        Ok(rows.is_empty()
            || self
                .connection()?
                .execute_batch(&format!("BEGIN; PRAGMA defer_foreign_keys = ON; {rows} COMMIT;"))
                .is_ok())
    }

    pub(super) fn connection(&self) -> Result<Connection, CheckError> {
        let connection = Connection::open(self.scratch.database())?;
        connection.execute_batch(
            "PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY; PRAGMA foreign_keys = ON;",
        )?;
        Ok(connection)
    }

    pub(super) fn dump(&self) -> Result<String, CheckError> {
        Ok(snapshot::dump(&self.connection()?, &self.exercise.rules.volatile, now())?)
    }

    fn tables(&self) -> Result<Vec<Name>, Stop> {
        Ok(self.state()?.schema.tables.into_keys().collect())
    }

    pub(super) fn applied(&self) -> Result<Vec<String>, CheckError> {
        Ok(run::applied(&self.connection()?)?.into_iter().map(|known| known.version).collect())
    }

    /// The scripts that are applied now and were not before, if at least one of them is the learner's.
    fn theirs_since(&self, before: &[String]) -> Result<Vec<String>, Stop> {
        let folder = self.exercise.folder(self.tree);
        let now = self.applied()?;
        let is_new =
            |script: &&Script| now.contains(&script.version) && !before.contains(&script.version);
        let theirs = |script: &Script| {
            Path::new(&script.file.name)
                .strip_prefix(&folder)
                .is_ok_and(|name| self.exercise.is_edited(name))
        };
        let new: Vec<&Script> = self.scripts()?.iter().filter(is_new).collect();
        let any = new.iter().any(|script| theirs(script));
        Ok(new.into_iter().filter(|_| any).map(|script| script.version.clone()).collect())
    }
}

/// The way back to the versions that were applied before.
pub(super) fn down_to(applied: &[String]) -> Target {
    applied.last().map_or(Target::All, |version| Target::Version(version.clone()))
}

/// As [`snapshot::compare_states`], but the numbers that rows get by themselves count only where something refers to them.
fn compare(
    expected: State,
    actual: State,
    known: &RowNumbers,
    how: CompareOptions<'_>,
) -> rusqlite::Result<Vec<Problem>> {
    let problems = snapshot::compare_states(expected.clone(), actual.clone(), how)?;
    if problems.is_empty()
        || !problems.iter().all(|problem| matches!(problem, Problem::Rows { .. }))
    {
        return Ok(problems);
    }
    let (expected, actual) =
        (expected.without_free_numbers(known), actual.without_free_numbers(known));
    Ok(if snapshot::compare_states(expected, actual, how)?.is_empty() {
        Vec::new()
    } else {
        problems
    })
}

fn snapshot_problems(step: &Step, unseen: &UnseenRecord, seen: &Record) -> Vec<Problem> {
    let mut problems = Vec::new();
    if let (Some(expected), Some(actual)) = (&unseen.output, &seen.output) {
        problems.extend(snapshot::compare_output(expected, actual, &step.order));
    }
    if let (Some(expected), Some(actual)) = (&unseen.result, &seen.result) {
        problems.extend(snapshot::compare_results(expected, actual, &step.order));
    }
    problems
}

fn in_stage(stage: Stage, finding: Finding) -> Finding {
    Finding {
        problem: Problem::Unseen { stage, problem: Box::new(finding.problem) },
        span: finding.span,
    }
}
