//! Runs a step once more, on a copy of the database with rows that the learner has not seen; a script is also undone and
//! run again there.

use std::path::Path;
use std::sync::Arc;

use rusqlite::Connection;

use super::host::do_own;
use super::telling_rows::choose_telling_rows;
use super::{Answer, AnswerRun, Database, GradeError, MOST_FINDINGS, MemoryDatabase, StepFailure};
use crate::exercise::{Action, MAIN, MODELS, SqlSource, Step};
use crate::finding::{Finding, Problem, Stage};
use crate::migration::{Half, Script, Target, run};
use crate::probe::{self, AttemptOutcome};
use crate::rows::Value;
use crate::sample::{self, Disturbance, Edges, Ids, Repeats, SamplePlan};
use crate::schema::Schema;
use crate::schema::diff::{SchemaChange, list_kept_indexes, list_left_indexes};
use crate::script::is_time_over;
use crate::snapshot::{self, CompareOptions, Record, RoundTrip, RowNumbers, State, UnseenRecord};
use crate::sql::name::Name;
use crate::sql::token::split_statements;

/// The seed of the made-up rows; with the number of the step, so that two steps get different ones.
const SEED: u64 = 20_260_501;

/// The rows a table gets at least.
pub(super) const ROWS: usize = 16;
/// The rows a table gets at least where programs read them: more than a program may stop at.
const ROWS_OF_PROGRAMS: usize = 104;

/// The longest text of recorded rows, in bytes.
const LONGEST_RECORDED: usize = 1_000;

/// The scripts that steps have run on other rows so far, each time by their versions: running the same again shows no more.
#[derive(Default)]
pub(super) struct SeenScripts(Vec<Vec<String>>);

impl Answer<'_> {
    /// The numbers and texts that stand in the answer, in what calls it and in the models, each once.
    pub(super) fn mentioned_values(&self) -> Vec<Value> {
        let given = [MAIN, MODELS].map(|name| self.folder.read(name).ok());
        let files = self.sources.iter().chain(given.iter().flatten());
        let mut values: Vec<Value> = files.flat_map(|file| sample::literals(&file.text)).collect();
        values.sort();
        values.dedup();
        values
    }

    /// The edges that the rows before a step have.
    pub(super) fn plan_edges<'m>(
        &self,
        step: &Step,
        mentioned: &'m [Value],
        round: usize,
        ids: Ids,
    ) -> Edges<'m> {
        Edges {
            mentioned,
            round,
            repeats: if adds_rows(step) || matches!(step.action, Action::Upgrade(_)) {
                Repeats::Equal
            } else {
                Repeats::None
            },
            ids,
            // Rows that a file of statements adds may have numbers, which must be free.
            numbers_mentioned: !adds_rows(step),
            numbers_below_zero: true,
            longest: usize::MAX,
            for_models: self.exercise.runs_programs(),
        }
    }

    /// A record on other rows with its states read.
    pub(super) fn read_unseen(
        &self,
        step: &Step,
        recorded: &UnseenRecord,
    ) -> Result<UnseenRecord<State>, GradeError> {
        let read = |text: &String| self.read_state(step, text);
        let trip = recorded.round_trip.as_ref().map(|trip| {
            Ok::<_, GradeError>(RoundTrip {
                rows: trip.rows.clone(),
                down: read(&trip.down)?,
                again: read(&trip.again)?,
            })
        });
        Ok(UnseenRecord {
            rows: recorded.rows.clone(),
            state: recorded.state.as_ref().map(read).transpose()?,
            result: recorded.result.clone(),
            output: recorded.output.clone(),
            round_trip: trip.transpose()?,
        })
    }
}

impl<'a> Answer<'a> {
    /// The answer on a copy of a database; None when that cannot be copied safely. Only a program needs a file.
    pub(super) fn run_on_copy(
        &'a self,
        database: &dyn Database,
    ) -> Result<Option<AnswerRun<'a>>, GradeError> {
        if database.problem().is_some() {
            return Ok(None);
        }
        let copy = if self.exercise.runs_programs() {
            database.copy()?
        } else {
            Arc::new(do_own(database, MemoryDatabase::copy_of)?)
        };
        Ok(Some(self.run_on(copy)))
    }
}

impl<'a> AnswerRun<'a> {
    /// The same answer, on a copy of the database as it is now; None when that cannot be copied safely.
    pub(super) fn copy(&self) -> Result<Option<AnswerRun<'a>>, GradeError> {
        self.answer.run_on_copy(&*self.database)
    }

    /// Tells whether the step runs what the learner wrote. A script counts only if it is the learner's, see [`AnswerRun::theirs_since`].
    pub(super) fn is_theirs(&self, step: &Step) -> bool {
        step.unseen
            && match &step.action {
                Action::Upgrade(_) | Action::Call(_) | Action::Command(_) => true,
                Action::Sql(SqlSource::File(name)) | Action::Query(SqlSource::File(name)) => {
                    self.answer.exercise.is_edited(Path::new(name))
                }
                Action::Sql(SqlSource::Text(_))
                | Action::Query(SqlSource::Text(_))
                | Action::Downgrade(_)
                | Action::Stamp(_)
                | Action::Rejects(_)
                | Action::Accepts(_)
                | Action::Rule(_) => false,
            }
    }

    /// The record of the step on this copy when its rows are disturbed and others are added first; None where that says
    /// nothing, or nothing more than an earlier step said. What stops on rows at the edges is recorded on ordinary ones.
    pub(super) fn record_unseen(
        &self,
        step: &Step,
        number: u64,
        seen: &mut SeenScripts,
    ) -> Result<Option<UnseenRecord>, StepFailure> {
        if !self.is_theirs(step) {
            return Ok(None);
        }
        let mentioned = self.answer.mentioned_values();
        let edges = self.answer.plan_edges(step, &mentioned, number as usize, Ids::New);
        let edges = Edges { longest: LONGEST_RECORDED, ..edges };
        let above = Edges { numbers_below_zero: false, ..edges };
        for edges in [edges, above, Edges { repeats: Repeats::None, ..above }] {
            let Some(copy) = self.copy()? else { return Ok(None) };
            let start = self.answer.host.elapsed();
            match copy.record_on_rows(step, number, Some(edges), seen) {
                // A right answer may add a row where the solution changes one.
                Ok(Some(record)) if edges.is_risky() && record.state.is_some() => (),
                // A way down that stops is no record of one.
                Ok(Some(record)) if !is_way_up(step) || record.round_trip.is_some() => {
                    return Ok(Some(record));
                }
                Err(StepFailure::Error(error)) => return Err(error.into()),
                Ok(_) | Err(StepFailure::Finding(_)) => (),
            }
            // An attempt in vain does not take the time of the next.
            self.answer.clock.give_back(start, self.answer.host.elapsed());
        }
        self.record_on_rows(step, number, None, seen)
    }

    fn record_on_rows(
        &self,
        step: &Step,
        number: u64,
        edges: Option<Edges<'_>>,
        seen: &mut SeenScripts,
    ) -> Result<Option<UnseenRecord>, StepFailure> {
        let tables = self.tables()?;
        let mut rows = String::new();
        if edges.is_some() {
            rows = self.disturb(number)?;
        }
        rows += &self.add_made_up_rows(number, edges, None)?;
        let applied = self.applied()?;
        let mut unseen = self.record_step(step, rows, AnswerRun::dump)?;
        if is_way_up(step) {
            let scripts = self.theirs_since(&applied)?;
            if scripts.is_empty() || seen.0.contains(&scripts) {
                return Ok(None);
            }
            let made: Vec<Name> =
                self.tables()?.into_iter().filter(|table| !tables.contains(table)).collect();
            let mut rows = String::new();
            if edges.is_some() {
                rows = self.remove_some(number)?;
            }
            rows += &self.add_made_up_rows(number, edges, Some(&made))?;
            unseen.round_trip = self.record_round_trip(step, &applied, rows, AnswerRun::dump)?;
            if edges.is_none() || unseen.round_trip.is_some() {
                seen.0.push(scripts);
            }
        }
        let says_nothing = unseen.rows.is_empty() && unseen.round_trip.is_none();
        Ok((!says_nothing).then_some(unseen))
    }

    /// The record of a step on this copy, to which `rows` have been added. `read` reads the database.
    pub(super) fn record_step<S: PartialEq>(
        &self,
        step: &Step,
        rows: String,
        read: impl Fn(&Self) -> Result<S, StepFailure>,
    ) -> Result<UnseenRecord<S>, StepFailure> {
        let before = read(self)?;
        let Record { result, output, .. } = self.perform(step)?;
        let after = read(self)?;
        let state = (after != before).then_some(after);
        Ok(UnseenRecord { rows, state, result, output, round_trip: None })
    }

    /// The record of undoing a step on this copy, to which `rows` have been added since, and of running it again; None
    /// where there is no way back.
    pub(super) fn record_round_trip<S>(
        &self,
        step: &Step,
        applied: &[String],
        rows: String,
        read: impl Fn(&Self) -> Result<S, StepFailure>,
    ) -> Result<Option<RoundTrip<S>>, StepFailure> {
        match self.migrate(Half::Down, &down_to(applied)) {
            Err(StepFailure::Finding(_)) => return Ok(None),
            other => other?,
        }
        let down = read(self)?;
        self.perform(step)?;
        Ok(Some(RoundTrip { rows, down, again: read(self)? }))
    }

    /// Lists what separates the step on this copy from what it should do there, after the rows that come before it.
    pub(super) fn unseen_findings(
        &self,
        step: &Step,
        unseen: &UnseenRecord<State>,
    ) -> Result<Vec<Finding>, StepFailure> {
        if !self.add(&unseen.rows)? {
            return self.refused_row(step, &unseen.rows);
        }
        self.findings_on_rows(step, unseen)
    }

    /// As [`AnswerRun::unseen_findings`], where the rows that come before the step are there already.
    pub(super) fn findings_on_rows(
        &self,
        step: &Step,
        unseen: &UnseenRecord<State>,
    ) -> Result<Vec<Finding>, StepFailure> {
        let applied = self.applied()?;
        let before = self.read_masked_state()?;
        let known = before.row_numbers();
        let seen = match self.perform(step) {
            Err(StepFailure::Finding(finding)) => return Ok(vec![in_stage(Stage::Run, *finding)]),
            other => other?,
        };
        let printed = Record {
            result: unseen.result.clone(),
            output: unseen.output.clone(),
            ..Record::default()
        };
        let mut problems = self.compare_printed(step, &printed, &seen);
        let expected = unseen.state.as_ref().unwrap_or(&before);
        let how = self.answer.compare_options(false);
        let after = self.read_state()?;
        let numbers = after.row_numbers();
        // Only a script is asked to take one away; a model may have made one more before.
        let kept = match step.action {
            Action::Upgrade(_) | Action::Downgrade(_) => {
                list_kept_indexes(&before.schema, &expected.schema, &after.schema)
            }
            _ => Vec::new(),
        };
        problems.extend(compare(expected, after, &known, how)?);
        if problems.is_empty() {
            problems.extend(report_indexes(kept, false));
        }
        if let (true, Some(trip)) = (problems.is_empty(), &unseen.round_trip) {
            let schema = &before.schema;
            return self.round_trip_findings(step, trip, (&applied, schema), (known, numbers));
        }
        Ok(self.locate_in_stage(step, (Stage::Run, &unseen.rows), problems))
    }

    fn round_trip_findings(
        &self,
        step: &Step,
        trip: &RoundTrip<State>,
        (applied, schema): (&[String], &Schema),
        (mut known, before): (RowNumbers, RowNumbers),
    ) -> Result<Vec<Finding>, StepFailure> {
        if !self.add(&trip.rows)? {
            return self.refused_row(step, &trip.rows);
        }
        if !trip.rows.is_empty() {
            for (table, numbers) in self.read_state()?.row_numbers() {
                let earlier = before.get(&table).cloned().unwrap_or_default();
                known.entry(table).or_default().extend(numbers.difference(&earlier).cloned());
            }
        }
        for (stage, expected) in [(Stage::Down, &trip.down), (Stage::Again, &trip.again)] {
            let done = match stage {
                Stage::Down => self.migrate(Half::Down, &down_to(applied)),
                _ => self.perform(step).map(drop),
            };
            match done {
                Err(StepFailure::Finding(finding)) => return Ok(vec![in_stage(stage, *finding)]),
                other => other?,
            }
            let how = self.answer.compare_options(stage == Stage::Down);
            let actual = self.read_state()?;
            let left = match stage {
                Stage::Down => list_left_indexes(schema, &actual.schema),
                _ => Vec::new(),
            };
            let mut problems = compare(expected, actual, &known, how)?;
            if problems.is_empty() {
                problems.extend(report_indexes(left, true));
            }
            if !problems.is_empty() {
                return Ok(self.locate_in_stage(step, (stage, &trip.rows), problems));
            }
        }
        Ok(Vec::new())
    }

    fn locate_in_stage(
        &self,
        step: &Step,
        (stage, rows): (Stage, &str),
        problems: Vec<Problem>,
    ) -> Vec<Finding> {
        let unseen = |problem| {
            let witness = choose_telling_rows(rows, &problem);
            Problem::Unseen { stage, problem: Box::new(problem), witness }
        };
        let problems = problems.into_iter().take(MOST_FINDINGS);
        problems.map(|problem| self.locate_in_step(step, unseen(problem))).collect()
    }

    /// The first of these rows that the learner's tables do not take, although the solution's do.
    fn refused_row(&self, step: &Step, rows: &str) -> Result<Vec<Finding>, StepFailure> {
        let sandbox = self.open_sandbox()?;
        for range in split_statements(rows) {
            let statement = rows[range].trim();
            match probe::attempt(&sandbox, statement)? {
                AttemptOutcome::Refused(message) => {
                    let problem = Problem::Refused { statement: statement.to_owned(), message };
                    return Ok(vec![self.locate_in_step(step, problem)]);
                }
                // What is refused only at the end of all of them is told by what the step finds.
                _ => _ = sandbox.connection().execute_batch(statement),
            }
        }
        Ok(Vec::new())
    }

    /// Lets the rows that are there change their numbers, and some go; returns the statements that did.
    fn disturb(&self, number: u64) -> Result<String, GradeError> {
        let disturbance = Disturbance { seed: number, ids: Ids::Exchanged, gone: &[] };
        self.take(|connection| sample::disturbing_statements(connection, &disturbance))
    }

    /// Lets some rows go; returns the statements that did.
    fn remove_some(&self, number: u64) -> Result<String, GradeError> {
        self.take(|connection| sample::removing_statements(connection, SEED + number))
    }

    /// Runs statements of the grader's own, all of them or none; returns those that were run.
    fn take(
        &self,
        find: impl FnOnce(&Connection) -> rusqlite::Result<Vec<String>>,
    ) -> Result<String, GradeError> {
        let statements = join_statements(&self.do_own(find)?);
        let taken = self.add(&statements)?;
        Ok(if taken { statements } else { String::new() })
    }

    /// Makes rows up, adds them, and returns the statements that did.
    fn add_made_up_rows(
        &self,
        number: u64,
        edges: Option<Edges<'_>>,
        tables: Option<&[Name]>,
    ) -> Result<String, GradeError> {
        let unseen = &self.answer.exercise.unseen;
        let least = match edges {
            Some(edges) if edges.for_models => ROWS_OF_PROGRAMS,
            Some(_) => ROWS,
            None => 0,
        };
        let plan = SamplePlan {
            seed: SEED + number,
            rows: unseen.rows.max(least),
            tables,
            repeat: &unseen.repeat,
            edges,
            allowed: &unseen.allowed,
        };
        let added = self.do_own(|connection| sample::add_rows(connection, &plan))?;
        Ok(join_statements(&added))
    }

    /// Adds rows; false when a rule of the tables refuses one of them, and then adds none.
    pub(super) fn add(&self, rows: &str) -> Result<bool, GradeError> {
        if rows.is_empty() {
            return Ok(true);
        }
        let sql = format!("BEGIN; PRAGMA defer_foreign_keys = ON; {rows} COMMIT;");
        let add = |connection: &Connection| {
            let added = connection.execute_batch(&sql);
            if !connection.is_autocommit() {
                connection.execute_batch("ROLLBACK")?;
            }
            match added {
                Err(error) if is_time_over(&error) => Err(error),
                added => Ok(added.is_ok()),
            }
        };
        Ok(self.do_own(add)?)
    }

    /// The whole database as it is now, as text, its volatile values masked.
    pub(super) fn dump(&self) -> Result<String, StepFailure> {
        let volatile = &self.answer.exercise.rules.volatile;
        let now = self.answer.host.now();
        Ok(self.do_own(|connection| snapshot::dump(connection, volatile, now))?)
    }

    /// The whole database as it is now, its volatile values masked.
    pub(super) fn read_masked_state(&self) -> Result<State, StepFailure> {
        let volatile = &self.answer.exercise.rules.volatile;
        Ok(self.read_state()?.mask_volatile(volatile, self.answer.host.now()))
    }

    fn tables(&self) -> Result<Vec<Name>, StepFailure> {
        Ok(self.read_state()?.schema.tables.into_keys().collect())
    }

    pub(super) fn applied(&self) -> Result<Vec<String>, GradeError> {
        let applied = self.do_own(run::applied)?;
        Ok(applied.into_iter().map(|known| known.version).collect())
    }

    /// The scripts that are applied now and were not before, if at least one of them is the learner's.
    fn theirs_since(&self, before: &[String]) -> Result<Vec<String>, StepFailure> {
        let now = self.applied()?;
        let applied = self.scripts()?.iter().filter(|script| now.contains(&script.version));
        let new: Vec<&Script> =
            applied.filter(|script| !before.contains(&script.version)).collect();
        let has_theirs = new.iter().any(|script| {
            Path::new(&script.file.name)
                .strip_prefix(&self.answer.folder.name)
                .is_ok_and(|name| self.answer.exercise.is_edited(name))
        });
        if !has_theirs {
            return Ok(Vec::new());
        }
        Ok(new.into_iter().map(|script| script.version.clone()).collect())
    }
}

/// Tells whether a step runs statements, which may add rows.
pub(super) fn adds_rows(step: &Step) -> bool {
    matches!(step.action, Action::Sql(_))
}

/// Tells whether a step runs scripts that can be undone and run again.
pub(super) fn is_way_up(step: &Step) -> bool {
    matches!(step.action, Action::Upgrade(_)) && step.fails.is_none()
}

/// The way back to the versions that were applied before.
pub(super) fn down_to(applied: &[String]) -> Target {
    applied.last().map_or(Target::All, |version| Target::Version(version.clone()))
}

/// The statements as one text.
pub(super) fn join_statements(statements: &[String]) -> String {
    statements.iter().map(|one| format!("{};\n", one.trim_end_matches(';'))).collect()
}

/// As [`snapshot::compare_states`], but the numbers that rows get by themselves count only where something refers to them.
fn compare(
    expected: &State,
    actual: State,
    known: &RowNumbers,
    how: CompareOptions<'_>,
) -> rusqlite::Result<Vec<Problem>> {
    let problems = snapshot::compare_states(expected.clone(), actual.clone(), how)?;
    let only_rows_differ = problems.iter().all(|problem| matches!(problem, Problem::Rows { .. }));
    if problems.is_empty() || !only_rows_differ {
        return Ok(problems);
    }
    let expected = expected.clone().without_free_numbers(known);
    let actual = actual.without_free_numbers(known);
    let is_same = snapshot::compare_states(expected, actual, how)?.is_empty();
    Ok(if is_same { Vec::new() } else { problems })
}

fn report_indexes(changes: Vec<SchemaChange>, undoing: bool) -> impl Iterator<Item = Problem> {
    changes.into_iter().map(move |change| Problem::Schema { change, undoing, witness: None })
}

fn in_stage(stage: Stage, finding: Finding) -> Finding {
    let Finding { problem, span } = finding;
    let problem = Problem::Unseen { stage, problem: Box::new(problem), witness: Vec::new() };
    Finding { problem, span }
}
