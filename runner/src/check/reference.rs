//! Runs a step of the answer beside the same step of the course's solution, on many databases, and names what differs
//! with the fewest rows that show it.

use workbook_core::finding::{Finding, Problem, Stage};
use workbook_core::migration::Half;
use workbook_core::probe::{self, AttemptOutcome};
use workbook_core::rows::Value;
use workbook_core::sample::{self, Edges, Ids, SamplePlan};
use workbook_core::snapshot::{RoundTrip, UnseenRecord};

use super::unseen::down_to;
use super::{Action, CheckError, Course, Exercise, Run, Step, Stop, Tree};

/// How many databases a step is compared on.
const ROUNDS: usize = 5;
/// The seed of the rows; with the number of the step and the round, so that no two are alike.
const SEED: u64 = 20_261_101;
/// The most rows of a table.
const MOST_ROWS: usize = 40;

/// The solution of an exercise, which takes every step beside the answer.
pub(super) struct Reference<'a> {
    run: Run<'a>,
    mentioned: Vec<Value>,
    rows: usize,
}

/// The answer and the solution before a step, each with its database.
pub(super) struct Beside<'a> {
    answer: Run<'a>,
    reference: Run<'a>,
    mentioned: &'a [Value],
    rows: usize,
    number: u64,
}

impl<'a> Reference<'a> {
    /// The solution, where the course has one and no program has to be compiled for it.
    pub(super) fn prepare(
        course: &'a Course,
        exercise: &'a Exercise,
        answer: &Run<'_>,
    ) -> Result<Option<Reference<'a>>, CheckError> {
        if exercise.has_program || exercise.has_rules() || !course.has_solution(exercise) {
            return Ok(None);
        }
        let run = match super::prepare(course, exercise, Tree::Solutions, &mut |_| ()) {
            Ok(run) => run,
            Err(Stop::Error(error)) => return Err(error),
            Err(Stop::Finding(_)) => return Ok(None),
        };
        let texts = answer.sources.iter().chain(&run.sources);
        let mut mentioned: Vec<Value> =
            texts.flat_map(|source| sample::literals(&source.text)).collect();
        mentioned.sort();
        mentioned.dedup();
        let limits = mentioned.iter().filter_map(|value| match value {
            Value::Integer(number @ 8..=38) => usize::try_from(*number).ok(),
            _ => None,
        });
        let rows = limits.max().map_or(7, |most| (most + 2).min(MOST_ROWS));
        Ok(Some(Reference { run, mentioned, rows }))
    }

    /// Both before the step, which the solution then takes; None where the step runs nothing of the learner's.
    pub(super) fn beside<'b>(
        &'b self,
        answer: &'b Run<'_>,
        step: &Step,
        number: u64,
    ) -> Result<Option<Beside<'b>>, CheckError> {
        if !self.run.is_theirs(step) {
            return Ok(None);
        }
        let (Some(answer), Some(reference)) = (answer.on_a_copy()?, self.run.on_a_copy()?) else {
            return Ok(None);
        };
        Ok(Some(Beside { answer, reference, mentioned: &self.mentioned, rows: self.rows, number }))
    }

    pub(super) fn take(&self, step: &Step) -> Result<(), CheckError> {
        match self.run.perform(step) {
            Err(Stop::Error(error)) => Err(error),
            // The solution passes, so this is a step that is not run on its database.
            Ok(_) | Err(Stop::Finding(_)) => Ok(()),
        }
    }
}

impl Beside<'_> {
    /// What differs on the first database that shows a difference, with as few rows as do.
    pub(super) fn findings(&self, step: &Step) -> Result<Vec<Finding>, Stop> {
        for round in 0..ROUNDS {
            let Some(reference) = self.reference.on_a_copy()? else { return Ok(Vec::new()) };
            let statements = self.statements(&reference, step, round)?;
            let found = self.differences(step, &statements, round)?;
            if !found.is_empty() {
                return self.smallest(step, statements, round, found);
            }
        }
        Ok(Vec::new())
    }

    fn statements(
        &self,
        reference: &Run<'_>,
        step: &Step,
        round: usize,
    ) -> Result<Vec<String>, Stop> {
        let connection = reference.connection()?;
        let seed = SEED + 100 * self.number + round as u64;
        let mut statements = Vec::new();
        if round > 0 {
            let ids = if round.is_multiple_of(2) { Ids::New } else { Ids::Kept };
            statements = sample::disturbing_statements(&connection, round as u64 / 2, ids)?;
        }
        statements.extend(self.rows(reference, step, round, seed)?);
        statements.extend(sample::newest_removed(&connection)?);
        Ok(statements)
    }

    fn rows(
        &self,
        run: &Run<'_>,
        step: &Step,
        round: usize,
        seed: u64,
    ) -> Result<Vec<String>, Stop> {
        let unseen = &run.exercise.unseen;
        let repeats = matches!(step.action, Action::Upgrade(_) | Action::Sql(_));
        let edges = Edges { mentioned: self.mentioned, round, repeats };
        let plan = SamplePlan {
            seed,
            rows: self.rows.max(unseen.rows),
            tables: None,
            repeat: &unseen.repeat,
            edges: Some(edges),
            allowed: &unseen.allowed,
        };
        Ok(sample::rows(&run.connection()?, &plan)?)
    }

    /// What differs when both take the step after these statements.
    fn differences(
        &self,
        step: &Step,
        statements: &[String],
        round: usize,
    ) -> Result<Vec<Finding>, Stop> {
        let (Some(reference), Some(answer)) =
            (self.reference.on_a_copy()?, self.answer.on_a_copy()?)
        else {
            return Ok(Vec::new());
        };
        let rows = script(statements);
        if !reference.add(&rows)? {
            return Ok(Vec::new());
        }
        if !answer.add(&rows)? {
            return self.refused(&answer, statements);
        }
        match self.record(&reference, step, rows, round) {
            Ok(Some(unseen)) => {
                let unseen = UnseenRecord { rows: String::new(), ..unseen };
                answer.unseen_findings(step, &unseen)
            }
            Ok(None) | Err(Stop::Finding(_)) => Ok(Vec::new()),
            Err(error) => Err(error),
        }
    }

    /// What the solution makes of the step, and of the way down and up again with rows that came later.
    fn record(
        &self,
        reference: &Run<'_>,
        step: &Step,
        rows: String,
        round: usize,
    ) -> Result<Option<UnseenRecord>, Stop> {
        let applied = reference.applied()?;
        let before = reference.dump()?;
        let done = reference.perform(step)?;
        let after = reference.dump()?;
        let state = (after != before).then_some(after);
        let (result, output) = (done.result, done.output);
        let mut unseen = UnseenRecord { rows, state, result, output, round_trip: None };
        let is_way_up = matches!(step.action, Action::Upgrade(_)) && step.fails.is_none();
        if is_way_up {
            unseen.round_trip = self.round_trip(reference, step, &applied, round)?;
        }
        Ok(Some(unseen))
    }

    fn round_trip(
        &self,
        reference: &Run<'_>,
        step: &Step,
        applied: &[String],
        round: usize,
    ) -> Result<Option<RoundTrip>, Stop> {
        let seed = SEED + 100 * self.number + 50 + round as u64;
        let later = match round {
            0 => Vec::new(),
            _ => self.rows(reference, step, round + 1, seed)?,
        };
        let rows = script(&later);
        if !reference.add(&rows)? {
            return Ok(None);
        }
        match reference.migrate(Half::Down, &down_to(applied)) {
            Err(Stop::Finding(_)) => return Ok(None),
            other => other?,
        }
        let down = reference.dump()?;
        match reference.perform(step) {
            Err(Stop::Finding(_)) => return Ok(None),
            other => other.map(drop)?,
        }
        Ok(Some(RoundTrip { rows, down, again: reference.dump()? }))
    }

    /// The first statement that the answer's tables do not take, although the solution's do.
    fn refused(&self, answer: &Run<'_>, statements: &[String]) -> Result<Vec<Finding>, Stop> {
        let sandbox = answer.sandbox()?;
        for statement in statements {
            if let AttemptOutcome::Refused(message) = probe::attempt(&sandbox, statement)? {
                let problem = Problem::Refused { statement: statement.clone(), message };
                return Ok(vec![answer.placed(problem)]);
            }
            _ = sandbox.connection().execute_batch(statement);
        }
        Ok(Vec::new())
    }

    /// The difference that is left when as many statements as can be are left out.
    fn smallest(
        &self,
        step: &Step,
        mut statements: Vec<String>,
        round: usize,
        mut found: Vec<Finding>,
    ) -> Result<Vec<Finding>, Stop> {
        let kind = kind(&found);
        let mut size = statements.len().div_ceil(2);
        while size > 0 {
            let mut at = 0;
            while at < statements.len() {
                let mut fewer = statements.clone();
                fewer.drain(at..(at + size).min(statements.len()));
                let still = self.differences(step, &fewer, round)?;
                if !still.is_empty() && self::kind(&still) == kind {
                    (statements, found) = (fewer, still);
                } else {
                    at += size;
                }
            }
            size /= 2;
        }
        Ok(found)
    }
}

fn kind(found: &[Finding]) -> Option<String> {
    found.first().map(|finding| format!("{:?}", stage(&finding.problem)) + finding.problem.kind())
}

fn stage(problem: &Problem) -> Option<Stage> {
    if let Problem::Unseen { stage, .. } = problem { Some(*stage) } else { None }
}

fn script(statements: &[String]) -> String {
    statements.iter().map(|one| format!("{};\n", one.trim_end_matches(';'))).collect()
}
