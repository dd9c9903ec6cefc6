//! Goes on after a step that failed: grades every step that can still be told right from wrong, and says why not the others.

use std::fs;

use rusqlite::config::DbConfig;
use workbook_core::finding::{Finding, Problem};
use workbook_core::schema::diff::diff;
use workbook_core::snapshot::{Record, State};

use super::{Action, CheckError, Run, Step, StepReport, Stop, Verdict};

/// The steps of one exercise, one after the other, on one database.
pub(super) struct Grading<'a> {
    pub(super) run: &'a Run<'a>,
    pub(super) ground: Ground,
    /// What earlier steps were told: it is not told again.
    pub(super) known: Vec<String>,
    pub(super) failed: bool,
}

/// What the next step finds.
pub(super) enum Ground {
    /// The database is as it should be, if only because the expected rows were put in.
    Sound,
    /// A step did its work, but left other tables than it should. What cannot be run on them is its fault.
    Shaky { since: String },
    /// A step could not do its work, and nothing can be said of what comes after it.
    Gone { since: String },
}

/// A step that cannot be run, because of the one called `since`.
pub(super) fn blocked(step: &Step, since: &str) -> StepReport {
    report(step, Verdict::Skipped, Vec::new(), Some(since.to_owned()))
}

fn report(step: &Step, verdict: Verdict, findings: Vec<Finding>, blocked_by: Option<String>) -> StepReport {
    let Step { name, why, points, .. } = step.clone();
    StepReport { name, verdict, findings, why, points, blocked_by }
}

impl Grading<'_> {
    pub(super) fn step(&mut self, step: &Step, record: &Record) -> Result<StepReport, CheckError> {
        if let Ground::Gone { since } = &self.ground {
            return Ok(blocked(step, since));
        }
        let (findings, worked) = match (self.run.observe(step, record), &self.ground) {
            (Err(Stop::Error(error)), _) => return Err(error),
            (Err(Stop::Finding(finding)), Ground::Shaky { since }) if !is_of_its_own(step, &finding.problem) => {
                let since = since.clone();
                let report = blocked(step, &since);
                if step.action.changes_the_database() {
                    self.ground = Ground::Gone { since };
                }
                return Ok(report);
            }
            (Err(Stop::Finding(finding)), _) => (vec![*finding], false),
            (Ok(problems), _) => {
                let findings = problems.into_iter().map(|problem| self.run.placed(problem));
                (findings.filter(|finding| !self.known.contains(&finding.message())).collect(), true)
            }
        };
        if findings.is_empty() {
            return Ok(report(step, Verdict::Passed, findings, None));
        }
        self.known.extend(findings.iter().map(Finding::message));
        self.keep_the_first();
        if let Some(expected) = &record.state {
            let expected = self.run.expected_state(&step.name, expected)?;
            self.ground = self.ground_after(step, expected, worked);
        }
        Ok(report(step, Verdict::Failed, findings, None))
    }

    /// `workbook inspect` shows the database as the first failure left it.
    fn keep_the_first(&mut self) {
        let scratch = &self.run.scratch;
        if !self.failed && super::database::problem(scratch).is_none() {
            // Without it, what the last step left is shown.
            _ = fs::copy(scratch.database(), scratch.at_failure());
        }
        self.failed = true;
    }

    /// Where only the rows are wrong, the right ones are put in, and the next step is graded for itself.
    fn ground_after(&self, step: &Step, expected: State, worked: bool) -> Ground {
        let since = match &self.ground {
            Ground::Shaky { since } => since.clone(),
            _ => step.name.clone(),
        };
        match (self.put_rows(expected), worked) {
            (Ok(true), _) => Ground::Sound,
            (_, true) => Ground::Shaky { since },
            (_, false) => Ground::Gone { since },
        }
    }

    /// Makes the rows of all tables the expected ones; false when the tables themselves are not as they should be.
    fn put_rows(&self, expected: State) -> Result<bool, Stop> {
        let rules = &self.run.exercise.rules;
        let actual = self.run.state()?;
        // A moment that was levelled is no value a program could read.
        if !rules.volatile.is_empty() || !diff(&expected.schema, &actual.schema, rules.insist).is_empty() {
            return Ok(false);
        }
        let sandbox = self.run.sandbox()?;
        let connection = sandbox.connection();
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
        connection.pragma_update(None, "foreign_keys", false)?;
        connection.execute_batch(&format!("BEGIN; {} COMMIT;", expected.as_rows_of(&actual.schema)))?;
        Ok(true)
    }
}

/// Whether a failure says something about the tables that are there, rather than about those that are not.
fn is_of_its_own(step: &Step, problem: &Problem) -> bool {
    match step.action {
        Action::Rejects(_) => matches!(problem, Problem::Accepted { .. }),
        Action::Accepts(_) => matches!(problem, Problem::Refused { .. }),
        _ => false,
    }
}
