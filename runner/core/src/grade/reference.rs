//! Runs a step of the answer beside the same step of the course's solution, on many databases, and names what differs
//! with the fewest rows that show it.

use std::cell::{Cell, RefCell};
use std::sync::Arc;

mod round;
mod shrink;

use round::{LaterRows, Round, Trip};
use shrink::leave_out;

use super::host::do_both;
use super::unseen::{ROWS, adds_rows, is_way_up, join_statements};
use super::{Answer, AnswerRun, Database, GradeError, StepFailure};
use crate::exercise::{Action, Exercise, SqlSource, Step};
use crate::finding::{Finding, Problem, Stage};
use crate::migration::{self, Script, Target};
use crate::rows::{Order, Value};
use crate::sample::{self, Edges, Repeats, SamplePlan};
use crate::script::SqlErrorKind;
use crate::snapshot::{RoundTrip, State, UnseenRecord};

/// What is added to the seed for the rows that come after the way up.
const LATER: u64 = 50;
/// The most rows of a table where programs read them, which may stop at so many.
const MOST_ROWS_OF_PROGRAMS: usize = 130;
/// The most rows of a table.
const MOST_ROWS: usize = 40;
/// The most copies of a row.
const MOST_COPIES: usize = 2_000;
/// The most copies of all rows of a table together; and where programs read and print them.
const MOST_COPIED: usize = 40_000;
const MOST_COPIED_FOR_PROGRAMS: usize = 6_000;

/// The most tries to show a difference with fewer statements.
const MOST_TRIES: usize = 80;

/// The solution of an exercise, which takes every step beside the answer.
pub(super) struct Reference<'a> {
    run: AnswerRun<'a>,
    /// Both have run the same SQL so far, so that their databases are alike.
    is_alike: Cell<bool>,
    mentioned: Vec<Value>,
    rows: usize,
    copies: usize,
    seed: u64,
    /// The scripts that were compared so far, each time by their versions: the same again, after a way down, show no more
    /// than that way down and up did.
    compared: RefCell<Vec<Vec<String>>>,
}

/// The answer and the solution before a step, each with its database.
pub(super) struct SideBySide<'a> {
    answer: (&'a Answer<'a>, Arc<dyn Database>),
    solution: (&'a Answer<'a>, Arc<dyn Database>),
    /// They are the same.
    are_alike: bool,
    mentioned: &'a [Value],
    rows: usize,
    /// How often each row is there again: more often than any number that only the answer mentions.
    copies: usize,
    /// The seed of the rows of this step, before that of the round.
    seed: u64,
}

/// Whether the rows that a step is compared on may hold what it could stop at.
#[derive(Clone, Copy)]
struct Daring {
    /// Numbers of rows that the answers mention.
    numbers_mentioned: bool,
    /// Equal values where nothing forbids them yet.
    repeats: Repeats,
}

/// Statements after which both do different things, and what differs.
struct Differing {
    statements: Vec<String>,
    /// Those between the way up and the way down.
    later: Vec<String>,
    found: Vec<Finding>,
}

/// Tells whether an answer of the exercise does the same as its solution, and not only things of the same kind.
pub(super) fn can_compare(exercise: &Exercise) -> bool {
    !exercise.has_rules()
}

impl<'a> Reference<'a> {
    /// The solution on an empty database. Its rows will hold what stands in it and in the answer.
    pub(super) fn new(
        solution: &'a Answer<'a>,
        answer: &Answer<'_>,
        seed: u64,
    ) -> Result<Reference<'a>, GradeError> {
        let (theirs, ours) = (answer.mentioned_values(), solution.mentioned_values());
        let strange =
            whole_numbers(&theirs).filter(|number| !whole_numbers(&ours).any(|own| own == *number));
        let copies =
            strange.filter(|number| *number < MOST_COPIES).max().map_or(1, |most| 2 * most + 1);
        let mut mentioned = [theirs, ours].concat();
        mentioned.sort();
        mentioned.dedup();
        let limits = whole_numbers(&mentioned);
        let most = if answer.exercise.runs_programs() { MOST_ROWS_OF_PROGRAMS } else { MOST_ROWS };
        let limits = limits.filter(|limit| (8..most - 1).contains(limit));
        let limit = limits.max().map_or(0, |most| most + 2);
        let rows = limit.max(ROWS).max(answer.exercise.unseen.rows);
        let run = solution.run_on(solution.host.create_database()?);
        let (is_alike, compared) = (Cell::new(true), RefCell::default());
        Ok(Reference { run, is_alike, mentioned, rows, copies, seed, compared })
    }

    /// Both before the step; None where the step runs nothing of the learner's, or the same text on the same database.
    pub(super) fn compare<'b>(
        &'b self,
        answer: &AnswerRun<'b>,
        step: &Step,
        number: u64,
    ) -> Result<Option<SideBySide<'b>>, GradeError> {
        // A way down that has to stop is tried on other rows too; any other is, after the way up.
        let has_to_stop = matches!(step.action, Action::Downgrade(_)) && step.fails.is_some();
        if !(self.run.is_theirs(step) || has_to_stop && step.unseen) {
            return Ok(None);
        }
        if self.is_alike.get() && self.runs_same_text(answer, step) || self.has_compared(step) {
            return Ok(None);
        }
        let (Some(answer), Some(solution)) = (answer.copy()?, self.run.copy()?) else {
            return Ok(None);
        };
        let Reference { mentioned, rows, copies, seed, .. } = self;
        Ok(Some(SideBySide {
            answer: (answer.answer, answer.database),
            solution: (solution.answer, solution.database),
            are_alike: self.is_alike.get(),
            mentioned,
            rows: *rows,
            copies: *copies,
            seed: seed.wrapping_add(number),
        }))
    }

    /// Takes the step, which `answer` takes next.
    pub(super) fn take(&self, answer: &AnswerRun<'_>, step: &Step) -> Result<(), GradeError> {
        if self.is_alike.get() {
            self.is_alike.set(self.runs_same_text(answer, step));
        }
        match self.run.perform(step) {
            Err(StepFailure::Error(error)) => Err(error),
            // The solution passes, so this is a step that is not run on its database.
            Ok(_) | Err(StepFailure::Finding(_)) => Ok(()),
        }
    }
}

impl Reference<'_> {
    /// True of a step that runs scripts which an earlier step has run already; else they are noted.
    fn has_compared(&self, step: &Step) -> bool {
        let Action::Upgrade(target) = &step.action else { return false };
        let Ok(scripts) = choose_scripts(&self.run, step, target) else { return false };
        let versions: Vec<String> = scripts.iter().map(|script| script.version.clone()).collect();
        let mut compared = self.compared.borrow_mut();
        let is_known = step.fails.is_none() && compared.contains(&versions);
        if step.fails.is_none() && !is_known {
            compared.push(versions);
        }
        is_known
    }

    /// True of a step that runs the very same SQL in both, on databases that are alike: what it does cannot differ. Most
    /// are the given scripts and rows of an exercise.
    fn runs_same_text(&self, answer: &AnswerRun<'_>, step: &Step) -> bool {
        match &step.action {
            Action::Upgrade(target) | Action::Downgrade(target) => {
                self.runs_same_scripts(answer, step, target).unwrap_or(false)
            }
            Action::Sql(SqlSource::File(name)) | Action::Query(SqlSource::File(name)) => {
                let read = |run: &AnswerRun<'_>| run.answer.folder.read(name).ok();
                let texts = (read(&self.run), read(answer));
                matches!(texts, (Some(one), Some(other)) if one.text == other.text)
            }
            Action::Sql(SqlSource::Text(_))
            | Action::Query(SqlSource::Text(_))
            | Action::Rejects(_)
            | Action::Accepts(_) => true,
            Action::Stamp(_) | Action::Call(_) | Action::Command(_) | Action::Rule(_) => false,
        }
    }

    fn runs_same_scripts(
        &self,
        answer: &AnswerRun<'_>,
        step: &Step,
        target: &Target,
    ) -> Result<bool, StepFailure> {
        let ours = choose_scripts(&self.run, step, target)?;
        let theirs = choose_scripts(answer, step, target)?;
        let text = |script: &&Script| (script.version.clone(), script.file.text.clone());
        Ok(ours.iter().map(text).eq(theirs.iter().map(text)))
    }
}

/// The scripts that a step runs on the database as it is now.
fn choose_scripts<'r>(
    run: &'r AnswerRun<'_>,
    step: &Step,
    target: &Target,
) -> Result<Vec<&'r Script>, StepFailure> {
    let applied = run.do_own(migration::run::applied)?;
    let choose = match step.action {
        Action::Downgrade(_) => migration::choose::undoable,
        _ => migration::choose::pending,
    };
    Ok(choose(run.scripts()?, &applied, target).map_err(Finding::from)?)
}

impl SideBySide<'_> {
    /// Lists what differs on the first database that shows a difference, with as few rows as do.
    pub(super) fn findings(&self, step: &Step) -> Result<Vec<Finding>, StepFailure> {
        let answer = self.answer.0;
        let runs_programs = answer.exercise.runs_programs();
        let start = answer.host.elapsed();
        if runs_programs && !answer.clock.can_compare(start) {
            return Ok(Vec::new());
        }
        let found = self.find_differences(step);
        // Statements that come to no end take what is left.
        if runs_programs || !found.as_ref().is_ok_and(|found| found.iter().any(is_time_over)) {
            answer.clock.give_back(start, answer.host.elapsed());
        }
        found
    }

    fn find_differences(&self, step: &Step) -> Result<Vec<Finding>, StepFailure> {
        let host = self.answer.0.host;
        // Scripts that make tables run on empty ones anyway.
        let others: &[Round] = match step.action {
            _ if is_way_up(step) => &[Round::OtherNumbers],
            Action::Query(_) => &[Round::OtherNumbers, Round::LowAmounts, Round::Empty],
            _ => &[Round::OtherNumbers, Round::Empty],
        };
        // Rows that are alike but for one column may stand in any order, if the order is theirs.
        let first: &[Round] =
            if self.answer.0.exercise.runs_programs() || step.order == Order::Counts {
                &[Round::AsTheyAre, Round::Fewer]
            } else {
                &[Round::AsTheyAre, Round::Fewer, Round::OneOther]
            };
        let (others, first) =
            do_both(host, || self.try_rounds(step, others), || self.try_rounds(step, first));
        let found = match first? {
            Some(first) => Some(first),
            None => others?,
        };
        found.map_or(Ok(Vec::new()), |differing| self.smallest(step, differing))
    }

    /// Tries one round after the other, up to the first in which both do different things.
    fn try_rounds(&self, step: &Step, rounds: &[Round]) -> Result<Option<Differing>, StepFailure> {
        for &round in rounds {
            let mut daring = Daring { numbers_mentioned: true, repeats: Repeats::Equal };
            let mut differing = self.try_round(step, round, daring)?;
            match &differing {
                // A file that adds rows may number them. Then it stops where a number is taken, and shows nothing else.
                Some(found) if adds_rows(step) && found.found.iter().any(is_taken) => {
                    daring.numbers_mentioned = false;
                    differing = self.try_round(step, round, daring)?;
                }
                Some(_) => (),
                None => {
                    for repeats in [Repeats::OtherCase, Repeats::None] {
                        daring.repeats = repeats;
                        differing = self.try_round(step, round, daring)?;
                        if differing.is_some() {
                            break;
                        }
                    }
                }
            }
            if let Some(differing) = differing.filter(|differing| !differing.found.is_empty()) {
                return Ok(Some(differing));
            }
        }
        Ok(None)
    }

    /// What differs in one round; None where the solution itself stops.
    fn try_round(
        &self,
        step: &Step,
        round: Round,
        daring: Daring,
    ) -> Result<Option<Differing>, StepFailure> {
        let Some(solution) = self.copy_solution()? else { return Ok(None) };
        let statements = self.make_statements(&solution, step, round, daring)?;
        self.differences(step, &solution, statements, round.trip())
    }

    fn copy_answer(&self) -> Result<Option<AnswerRun<'_>>, GradeError> {
        self.answer.0.run_on_copy(&*self.answer.1)
    }

    fn copy_solution(&self) -> Result<Option<AnswerRun<'_>>, GradeError> {
        self.solution.0.run_on_copy(&*self.solution.1)
    }

    /// Statements that disturb what is there and add rows. The solution's tables have taken each of them.
    fn make_statements(
        &self,
        solution: &AnswerRun<'_>,
        step: &Step,
        round: Round,
        daring: Daring,
    ) -> Result<Vec<String>, StepFailure> {
        if round == Round::Empty {
            let emptying = solution.do_own(sample::emptying_statements)?;
            return take_statements(solution, emptying);
        }
        if round == Round::OneOther {
            return self.add_variants(solution);
        }
        let mut statements = Vec::new();
        if let Some(disturbance) = round.disturbance(self.mentioned) {
            let disturbing = solution
                .do_own(|connection| sample::disturbing_statements(connection, &disturbance))?;
            // The rows are made for what is there afterwards.
            statements = take_statements(solution, disturbing)?;
        }
        let edges = self.answer.0.plan_edges(step, self.mentioned, round as usize, round.ids());
        let Daring { numbers_mentioned, repeats } = daring;
        let repeats = match (repeats, edges.repeats) {
            (Repeats::Equal, Repeats::None) => Repeats::OtherCase,
            (Repeats::Equal, fitting) => fitting,
            (fewer, _) => fewer,
        };
        // Recorded rows have some for programs that only read.
        let numbers_below_zero = !edges.for_models;
        let edges = Edges { numbers_mentioned, numbers_below_zero, repeats, ..edges };
        statements.extend(self.add_rows(solution, self.rows, round.seed(self.seed), edges)?);
        let removing = solution.do_own(sample::newest_removed)?;
        statements.extend(take_statements(solution, removing)?);
        let exercise = solution.answer.exercise;
        // A model may not be able to read such a number.
        if let Some(amounts) = round.amounts().filter(|_| !exercise.runs_programs()) {
            let kept = &exercise.unseen.allowed;
            let shifting =
                solution.do_own(|own| sample::shifting_statements(own, amounts, kept))?;
            statements.extend(take_statements(solution, shifting)?);
        }
        if round == Round::Fewer && daring.repeats == Repeats::Equal {
            statements.extend(self.add_copies(solution)?);
        }
        Ok(statements)
    }

    /// Adds rows that differ from one that is there in one column.
    fn add_variants(&self, solution: &AnswerRun<'_>) -> Result<Vec<String>, StepFailure> {
        let allowed = &solution.answer.exercise.unseen.allowed;
        let varying =
            solution.do_own(|own| sample::varying_statements(own, self.mentioned, allowed))?;
        take_statements(solution, varying)
    }

    /// Adds copies of the rows that are there; a rule may refuse some.
    fn add_copies(&self, solution: &AnswerRun<'_>) -> Result<Vec<String>, StepFailure> {
        let runs_programs = solution.answer.exercise.runs_programs();
        let most = if runs_programs { MOST_COPIED_FOR_PROGRAMS } else { MOST_COPIED };
        let mut statements = Vec::new();
        let copying = solution.do_own(|own| sample::copying_statements(own, self.copies, most))?;
        for statement in copying {
            statements.extend(take_statements(solution, vec![statement])?);
        }
        Ok(statements)
    }

    fn add_rows(
        &self,
        solution: &AnswerRun<'_>,
        rows: usize,
        seed: u64,
        edges: Edges<'_>,
    ) -> Result<Vec<String>, StepFailure> {
        let unseen = &solution.answer.exercise.unseen;
        let plan = SamplePlan {
            seed,
            rows,
            tables: None,
            repeat: &unseen.repeat,
            edges: Some(edges),
            allowed: &unseen.allowed,
        };
        Ok(solution.do_own(|connection| sample::add_rows(connection, &plan))?)
    }

    /// Adds the rows that come after the way up, with all that the answers mention, and lets some go that were there.
    fn add_later_rows(
        &self,
        solution: &AnswerRun<'_>,
        step: &Step,
        LaterRows { repeats, ids, vary }: LaterRows,
    ) -> Result<Vec<String>, StepFailure> {
        let seed = Round::AsTheyAre.seed(self.seed) + LATER;
        let removing =
            solution.do_own(|connection| sample::removing_statements(connection, seed))?;
        let edges = self.answer.0.plan_edges(step, self.mentioned, 0, ids);
        let edges = Edges { repeats, ..edges };
        let mut statements = self.add_rows(solution, 2 * self.rows, seed, edges)?;
        if vary {
            statements.extend(self.add_variants(solution)?);
        }
        // Only an answer that counts rows takes so many.
        if self.copies > 1 && repeats == Repeats::Equal {
            statements.extend(self.add_copies(solution)?);
        }
        // They go at last: no row that comes gets the number of one that went.
        statements.extend(take_statements(solution, removing)?);
        Ok(statements)
    }

    /// Finds what differs when both take the step after these statements, which `solution` has taken. None where it cannot
    /// take the step then: that says nothing.
    fn differences(
        &self,
        step: &Step,
        solution: &AnswerRun<'_>,
        statements: Vec<String>,
        trip: Trip<'_>,
    ) -> Result<Option<Differing>, StepFailure> {
        let mut differing = Differing { statements, later: Vec::new(), found: Vec::new() };
        let copied = if self.are_alike {
            self.answer.0.run_on_copy(&*solution.database)?
        } else {
            self.copy_answer()?
        };
        let Some(answer) = copied else { return Ok(None) };
        match self.record(solution, step, &mut differing, trip) {
            Ok(unseen) if self.are_alike => {
                differing.found = answer.findings_on_rows(step, &unseen)?;
            }
            Ok(unseen) => differing.found = answer.unseen_findings(step, &unseen)?,
            Err(StepFailure::Finding(_)) => return Ok(None),
            Err(error) => return Err(error),
        }
        Ok(Some(differing))
    }

    /// The record of the step of the solution, and of the way down and up again with rows that came later.
    fn record(
        &self,
        solution: &AnswerRun<'_>,
        step: &Step,
        differing: &mut Differing,
        trip: Trip<'_>,
    ) -> Result<UnseenRecord<State>, StepFailure> {
        let applied = solution.applied()?;
        let read = AnswerRun::read_masked_state;
        let rows = join_statements(&differing.statements);
        let mut unseen = solution.record_step(step, rows, read)?;
        if !is_way_up(step) {
            return Ok(unseen);
        }
        match trip {
            Trip::None => (),
            Trip::With(later) => {
                if solution.add(&join_statements(later))? {
                    unseen.round_trip = record_trip(solution, step, &applied, later)?;
                }
                differing.later = later.to_vec();
            }
            Trip::WithMadeUpRows => {
                for rows in LaterRows::ALL {
                    let Some(solution) = solution.copy()? else { break };
                    let later = self.add_later_rows(&solution, step, rows)?;
                    unseen.round_trip = record_trip(&solution, step, &applied, &later)?;
                    differing.later = later;
                    if unseen.round_trip.is_some() {
                        break;
                    }
                }
            }
        }
        Ok(unseen)
    }

    /// The difference that is left when as many statements as can be are left out.
    fn smallest(&self, step: &Step, differing: Differing) -> Result<Vec<Finding>, StepFailure> {
        let Differing { statements, later, mut found } = differing;
        let kind = first_kind(&found);
        let shows_later = kind.is_some_and(|(stage, _)| stage.is_some_and(|one| one != Stage::Run));
        let mut still_differs = |statements: &[String], later: &[String]| {
            let trip = if shows_later { Trip::With(later) } else { Trip::None };
            let fewer = self.differences_after(step, statements, trip)?;
            let is_same = !fewer.is_empty() && first_kind(&fewer) == kind;
            if is_same {
                found = fewer;
            }
            Ok(is_same)
        };
        let most = if self.answer.0.exercise.runs_programs() { MOST_TRIES / 4 } else { MOST_TRIES };
        let statements = leave_out(statements, most, |fewer| still_differs(fewer, &later))?;
        if shows_later {
            leave_out(later, most, |fewer| still_differs(&statements, fewer))?;
        }
        for finding in &mut found {
            if let Problem::Unseen { witness, .. } = &mut finding.problem {
                witness.clone_from(&statements);
            }
        }
        Ok(found)
    }

    /// Lists what differs after statements that the solution has not taken yet.
    fn differences_after(
        &self,
        step: &Step,
        statements: &[String],
        trip: Trip<'_>,
    ) -> Result<Vec<Finding>, StepFailure> {
        match self.copy_solution()? {
            Some(solution) if solution.add(&join_statements(statements))? => {
                let differing = self.differences(step, &solution, statements.to_vec(), trip)?;
                Ok(differing.map_or_else(Vec::new, |differing| differing.found))
            }
            _ => Ok(Vec::new()),
        }
    }
}

/// The record of the way down and up again of the solution, to which the rows of `later` have been added; None where it stops
/// at them.
fn record_trip(
    solution: &AnswerRun<'_>,
    step: &Step,
    applied: &[String],
    later: &[String],
) -> Result<Option<RoundTrip<State>>, StepFailure> {
    let (rows, read) = (join_statements(later), AnswerRun::read_masked_state);
    match solution.record_round_trip(step, applied, rows, read) {
        Err(StepFailure::Finding(_)) => Ok(None),
        other => other,
    }
}

fn whole_numbers(values: &[Value]) -> impl Iterator<Item = usize> {
    values.iter().filter_map(|value| match value {
        Value::Integer(number) => usize::try_from(*number).ok(),
        _ => None,
    })
}

/// The statements, if the database has taken them; else none.
fn take_statements(
    run: &AnswerRun<'_>,
    statements: Vec<String>,
) -> Result<Vec<String>, StepFailure> {
    let taken = run.add(&join_statements(&statements))?;
    Ok(if taken { statements } else { Vec::new() })
}

/// True of a statement that the database refuses because a row like this is there.
fn is_taken(finding: &Finding) -> bool {
    let Problem::Unseen { problem, .. } = &finding.problem else { return false };
    matches!(&**problem, Problem::Sql(SqlErrorKind::Sqlite { message, .. }) if message.contains("UNIQUE"))
}

/// True where the time was over before a statement ended.
fn is_time_over(finding: &Finding) -> bool {
    let problem = match &finding.problem {
        Problem::Unseen { problem, .. } => problem,
        problem => problem,
    };
    problem.kind() == "time_limit"
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
