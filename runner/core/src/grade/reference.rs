//! Runs a step of the answer beside the same step of the course's solution, on many databases, and names what differs
//! with the fewest rows that show it.

use std::sync::Arc;

use super::host::do_both;
use super::unseen::{is_way_up, join_statements};
use super::{Answer, AnswerRun, Database, GradeError, StepFailure};
use crate::exercise::{Action, Exercise, Step};
use crate::finding::{Finding, Problem, Stage};
use crate::rows::Value;
use crate::sample::{self, Edges, Ids, SamplePlan};
use crate::snapshot::{State, UnseenRecord};

/// The databases on which a step is compared, by their numbers.
const ROUNDS: &[usize] = &[0, 1, 2, 3, 4];
/// Those on which a script is also undone and run again; it is what takes most of the time.
const ROUND_TRIPS: &[usize] = &[0, 1, 2];
/// The one of these on which no rows come between: they would hide a counter that the way down forgets.
const NOTHING_LATER: usize = 0;
/// The seed of the rows; with the number of the step and the round, so that no two are alike.
const SEED: u64 = 20_261_101;
/// The most rows of a table.
const MOST_ROWS: usize = 40;

/// The solution of an exercise, which takes every step beside the answer.
pub(super) struct Reference<'a> {
    run: AnswerRun<'a>,
    mentioned: Vec<Value>,
    rows: usize,
}

/// The answer and the solution before a step, each with its database.
pub(super) struct SideBySide<'a> {
    answer: (&'a Answer<'a>, Arc<dyn Database>),
    solution: (&'a Answer<'a>, Arc<dyn Database>),
    mentioned: &'a [Value],
    rows: usize,
    number: u64,
}

/// Statements after which both do different things, and what differs.
type Differing = (Vec<String>, Vec<Finding>);

/// Tells whether answers of the exercise can be compared with its solution without compiling a program.
pub(super) fn can_compare(exercise: &Exercise) -> bool {
    !exercise.has_program && !exercise.has_rules()
}

impl<'a> Reference<'a> {
    /// The solution on an empty database. Its rows will hold what stands in it and in the answer.
    pub(super) fn new(
        solution: &'a Answer<'a>,
        answer: &Answer<'_>,
    ) -> Result<Reference<'a>, GradeError> {
        let texts = answer.sources.iter().chain(&solution.sources);
        let mut mentioned: Vec<Value> =
            texts.flat_map(|source| sample::literals(&source.text)).collect();
        mentioned.sort();
        mentioned.dedup();
        let limits = mentioned.iter().filter_map(|value| match value {
            Value::Integer(number @ 8..=38) => usize::try_from(*number).ok(),
            _ => None,
        });
        let rows = limits.max().map_or(7, |most| (most + 2).min(MOST_ROWS));
        let run = solution.run_on(solution.host.create_database()?);
        Ok(Reference { run, mentioned, rows })
    }

    /// Both before the step; None where the step runs nothing of the learner's.
    pub(super) fn compare<'b>(
        &'b self,
        answer: &AnswerRun<'b>,
        step: &Step,
        number: u64,
    ) -> Result<Option<SideBySide<'b>>, GradeError> {
        if !self.run.is_theirs(step) {
            return Ok(None);
        }
        let (Some(answer), Some(solution)) = (answer.copy()?, self.run.copy()?) else {
            return Ok(None);
        };
        let Reference { mentioned, rows, .. } = self;
        Ok(Some(SideBySide {
            answer: (answer.answer, answer.database),
            solution: (solution.answer, solution.database),
            mentioned,
            rows: *rows,
            number,
        }))
    }

    /// Takes the step.
    pub(super) fn take(&self, step: &Step) -> Result<(), GradeError> {
        match self.run.perform(step) {
            Err(StepFailure::Error(error)) => Err(error),
            // The solution passes, so this is a step that is not run on its database.
            Ok(_) | Err(StepFailure::Finding(_)) => Ok(()),
        }
    }
}

impl SideBySide<'_> {
    /// Lists what differs on the first database that shows a difference, with as few rows as do.
    pub(super) fn findings(&self, step: &Step) -> Result<Vec<Finding>, StepFailure> {
        let host = self.answer.0.host;
        for pair in ROUNDS.chunks(2) {
            let (second, first) = match *pair {
                [first, second] => {
                    do_both(host, || self.try_round(step, second), || self.try_round(step, first))
                }
                _ => (Ok(None), self.try_round(step, pair[0])),
            };
            for (round, differing) in pair.iter().zip([first, second]) {
                if let Some((statements, found)) = differing? {
                    return self.smallest(step, statements, *round, found);
                }
            }
        }
        Ok(Vec::new())
    }

    /// The statements after which both do different things, and what differs.
    fn try_round(&self, step: &Step, round: usize) -> Result<Option<Differing>, StepFailure> {
        let statements = self.make_statements(step, round)?;
        let found = self.differences(step, &statements, round)?;
        Ok((!found.is_empty()).then_some((statements, found)))
    }

    fn copy_answer(&self) -> Result<Option<AnswerRun<'_>>, GradeError> {
        self.answer.0.run_on_copy(&*self.answer.1)
    }

    fn copy_solution(&self) -> Result<Option<AnswerRun<'_>>, GradeError> {
        self.solution.0.run_on_copy(&*self.solution.1)
    }

    /// Statements that disturb what is there and add rows; the solution's tables take each of them.
    fn make_statements(&self, step: &Step, round: usize) -> Result<Vec<String>, StepFailure> {
        let Some(copy) = self.copy_solution()? else { return Ok(Vec::new()) };
        let mut statements = Vec::new();
        if round > 0 {
            let ids = if round.is_multiple_of(2) { Ids::New } else { Ids::Kept };
            statements = copy.do_own(|connection| {
                sample::disturbing_statements(connection, round as u64 / 2, ids)
            })?;
            // The rows are made for what is there afterwards.
            if !copy.add(&join_statements(&statements))? {
                statements.clear();
            }
        }
        let seed = SEED + 100 * self.number + round as u64;
        statements.extend(self.make_rows(&copy, step, round, seed)?);
        statements.extend(copy.do_own(sample::newest_removed)?);
        Ok(statements)
    }

    fn make_rows(
        &self,
        run: &AnswerRun<'_>,
        step: &Step,
        round: usize,
        seed: u64,
    ) -> Result<Vec<String>, StepFailure> {
        let unseen = &run.answer.exercise.unseen;
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
        Ok(run.do_own(|connection| sample::rows(connection, &plan))?)
    }

    /// Lists what differs when both take the step after these statements.
    fn differences(
        &self,
        step: &Step,
        statements: &[String],
        round: usize,
    ) -> Result<Vec<Finding>, StepFailure> {
        let (Some(solution), Some(answer)) = (self.copy_solution()?, self.copy_answer()?) else {
            return Ok(Vec::new());
        };
        let rows = join_statements(statements);
        if !solution.add(&rows)? {
            return Ok(Vec::new());
        }
        match self.record(&solution, step, rows, round) {
            Ok(unseen) => answer.unseen_findings(step, &unseen),
            Err(StepFailure::Finding(_)) => Ok(Vec::new()),
            Err(error) => Err(error),
        }
    }

    /// The record of the step of the solution, and of the way down and up again with rows that came later.
    fn record(
        &self,
        solution: &AnswerRun<'_>,
        step: &Step,
        rows: String,
        round: usize,
    ) -> Result<UnseenRecord<State>, StepFailure> {
        let applied = solution.applied()?;
        let mut unseen = solution.record_step(step, rows, AnswerRun::read_masked_state)?;
        if !is_way_up(step) || !ROUND_TRIPS.contains(&round) {
            return Ok(unseen);
        }
        let seed = SEED + 100 * self.number + 50 + round as u64;
        let later = match round {
            NOTHING_LATER => Vec::new(),
            _ => self.make_rows(solution, step, round + 1, seed)?,
        };
        let rows = join_statements(&later);
        if solution.add(&rows)? {
            let read = AnswerRun::read_masked_state;
            unseen.round_trip = match solution.record_round_trip(step, &applied, rows, read) {
                Err(StepFailure::Finding(_)) => None,
                other => other?,
            };
        }
        Ok(unseen)
    }

    /// The difference that is left when as many statements as can be are left out.
    fn smallest(
        &self,
        step: &Step,
        mut statements: Vec<String>,
        round: usize,
        mut found: Vec<Finding>,
    ) -> Result<Vec<Finding>, StepFailure> {
        let kind = first_kind(&found);
        let mut size = statements.len().div_ceil(2);
        while size > 0 {
            let mut at = 0;
            while at < statements.len() {
                let mut fewer = statements.clone();
                fewer.drain(at..(at + size).min(statements.len()));
                let still = self.differences(step, &fewer, round)?;
                if !still.is_empty() && first_kind(&still) == kind {
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

/// The kind of the first finding, and the stage in which it showed.
fn first_kind(found: &[Finding]) -> Option<(Option<Stage>, &'static str)> {
    let problem = &found.first()?.problem;
    let stage = match problem {
        Problem::Unseen { stage, .. } => Some(*stage),
        _ => None,
    };
    Some((stage, problem.kind()))
}
