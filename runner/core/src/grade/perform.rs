//! Does what a step says: runs scripts, statements and programs, and notes what came of it. It compares nothing.

use super::{AnswerRun, ProgramCall, StepFailure};
use crate::exercise::{Action, ExerciseLimits, SqlSource, Step};
use crate::finding::{Finding, Problem, ProgramProblem};
use crate::locate::{RanFiles, locate, locate_table};
use crate::migration::{Half, Script, Target, run};
use crate::probe::{self, AttemptOutcome};
use crate::sandbox::Sandbox;
use crate::script::{self, Reason, SqlError, SqlErrorKind};
use crate::snapshot::{Record, State};
use crate::span::Span;
use crate::sql::token::split_statements;

impl AnswerRun<'_> {
    /// Runs one step. The record has what it gave and printed, not yet the state it left.
    pub(super) fn perform(&self, step: &Step) -> Result<Record, StepFailure> {
        let mut record = Record { name: step.name.clone(), ..Record::default() };
        let done = self.act(&step.action, &mut record);
        let Some(expected) = &step.fails else {
            done?;
            return Ok(record);
        };
        match done {
            Ok(()) => {
                let problem = Problem::DidNotFail { step: step.name.clone() };
                Err(self.locate_in_step(step, problem).into())
            }
            Err(StepFailure::Finding(finding)) => match fails_with(&finding.problem) {
                Some(message) if message.contains(expected.as_str()) => {
                    record.output = printed_before(finding.problem);
                    Ok(record)
                }
                Some(message) => {
                    let problem = Problem::FailedOtherwise { expected: expected.clone(), message };
                    Err(Finding { problem, span: finding.span }.into())
                }
                None => Err(StepFailure::Finding(finding)),
            },
            Err(error) => Err(error),
        }
    }

    fn act(&self, action: &Action, record: &mut Record) -> Result<(), StepFailure> {
        match action {
            Action::Upgrade(target) => self.migrate(Half::Up, target),
            Action::Downgrade(target) => self.migrate(Half::Down, target),
            Action::Stamp(target) => self.stamp(target),
            Action::Sql(source) => self.on_text(source, script::run),
            Action::Query(source) => {
                let limit = self.answer.exercise.limits.output_bytes;
                record.result = Some(
                    self.on_text(source, |sandbox, text| script::query(sandbox, text, limit))?,
                );
                Ok(())
            }
            Action::Rejects(statement) => match self.attempt(statement)? {
                AttemptOutcome::Refused(_) => Ok(()),
                _ => Err(self.about(statement, Problem::Accepted { statement: statement.clone() })),
            },
            Action::Accepts(statement) => match self.attempt(statement)? {
                AttemptOutcome::Refused(message) => Err(self
                    .about(statement, Problem::Refused { statement: statement.clone(), message })),
                _ => Ok(()),
            },
            Action::Call(function) => {
                record.output = Some(self.call(function)?);
                Ok(())
            }
            Action::Command(words) => {
                record.output = Some(self.run_program(ProgramCall::Command(words))?);
                Ok(())
            }
            Action::Rule(rule) => match self.rule(*rule)?.into_iter().next() {
                Some(finding) => Err(finding.into()),
                None => Ok(()),
            },
        }
    }

    /// Calls a function of the exercise's program and returns what it printed.
    pub(super) fn call(&self, function: &str) -> Result<String, StepFailure> {
        if self.answer.exercise.has_program {
            return self.run_program(ProgramCall::Function(function));
        }
        let (program, reason) = (function.to_owned(), "this exercise has no `main.rs`".to_owned());
        Err(Problem::Program(ProgramProblem::NotStarted { program, reason }).into())
    }

    /// Tries a statement; one that does not even run is a finding of its own.
    fn attempt(&self, statement: &str) -> Result<AttemptOutcome, StepFailure> {
        match self
            .in_sandbox([statement], |sandbox| probe::attempt(sandbox, statement))?
            .map_err(|error| self.unreadable(&error))?
        {
            AttemptOutcome::Broken(error) => Err(self.about(statement, Problem::Sql(error.kind))),
            answer => Ok(answer),
        }
    }

    /// A problem about a statement of the step, placed where the learner's files speak of the statement's table.
    fn about(&self, statement: &str, problem: Problem) -> StepFailure {
        let table = probe::table_of(statement);
        let sources = &self.answer.sources;
        let span = locate_table(&problem, table.as_deref(), sources, &self.ran.borrow());
        Finding { problem, span }.into()
    }

    /// Runs the SQL of a step. A mistake in a file is marked there; where the step's own text fails, it is the
    /// learner's table that does not take it.
    fn on_text<T>(
        &self,
        source: &SqlSource,
        work: impl FnOnce(&Sandbox, &str) -> Result<T, SqlError>,
    ) -> Result<T, StepFailure> {
        match source {
            SqlSource::File(name) => {
                let file = self.answer.folder.read(name)?;
                let ran = self.in_sandbox([&*file.text], |sandbox| work(sandbox, &file.text))?;
                ran.map_err(|SqlError { range, kind }| {
                    let span = Some(Span::new(&file, range));
                    Finding { problem: Problem::Sql(kind), span }.into()
                })
            }
            SqlSource::Text(text) => {
                let ran = self.in_sandbox([text.as_str()], |sandbox| work(sandbox, text))?;
                ran.map_err(|error| self.refused(text, error))
            }
        }
    }

    fn refused(&self, text: &str, error: SqlError) -> StepFailure {
        let failed =
            split_statements(text).into_iter().find(|range| range.contains(&error.range.start));
        let statement = failed.map_or(text, |range| &text[range]).trim();
        let problem = match error.kind {
            SqlErrorKind::Sqlite { message, reason: Reason::Constraint | Reason::Statement } => {
                Problem::Refused { statement: statement.to_owned(), message }
            }
            kind => Problem::Sql(kind),
        };
        self.about(statement, problem)
    }

    /// Runs one half of the scripts that a target asks for.
    pub(super) fn migrate(&self, half: Half, target: &Target) -> Result<(), StepFailure> {
        match &self.recorder {
            Some(recorder) => self.migrate_recording(recorder, half, target),
            None => self.migrate_at_once(half, target),
        }
    }

    /// Runs them on one connection, and notes which ran.
    pub(super) fn migrate_at_once(&self, half: Half, target: &Target) -> Result<(), StepFailure> {
        let scripts = self.scripts()?;
        let go = match half {
            Half::Up => run::upgrade,
            Half::Down => run::downgrade,
        };
        let texts = scripts.iter().map(|script| &*script.file.text);
        let ran = self.in_sandbox(texts, |sandbox| go(sandbox, scripts, target))?;
        let ran = ran.map_err(|error| self.locate_in_script(error.into(), half))?;
        let names = ran.iter().map(|script| script.file.name.clone()).collect();
        self.ran.replace(RanFiles::Scripts { names, half });
        Ok(())
    }

    /// Rows that refer to nothing are no statement's fault: the place is where their reference is made.
    fn locate_in_script(&self, finding: Finding, half: Half) -> Finding {
        let (Problem::Sql(SqlErrorKind::Dangling(_)), Some(span)) =
            (&finding.problem, &finding.span)
        else {
            return finding;
        };
        let ran = RanFiles::Scripts { names: vec![span.file().to_owned()], half };
        let found = locate(&finding.problem, &self.answer.sources, &ran);
        Finding { span: found.or(finding.span), ..finding }
    }

    fn stamp(&self, target: &Target) -> Result<(), StepFailure> {
        let scripts = self.scripts()?;
        Ok(run::stamp(&self.open_sandbox()?, scripts, target).map_err(Finding::from)?)
    }

    /// The scripts of the answer, read when they are first needed.
    pub(super) fn scripts(&self) -> Result<&[Script], StepFailure> {
        let read = &self.answer.scripts;
        if read.get().is_none() {
            _ = read.set(self.answer.folder.read_scripts()?);
        }
        Ok(read.get().map_or(&[], Vec::as_slice))
    }

    /// Runs a program on the database and returns what it printed.
    fn run_program(&self, call: ProgramCall<'_>) -> Result<String, StepFailure> {
        let limits = self.answer.exercise.limits;
        let left = ExerciseLimits { time: self.answer.time_left(), ..limits };
        match self.database.run_program(call, left)? {
            Ok(printed) => Ok(printed),
            Err(problem @ ProgramProblem::NotStarted { .. }) => {
                Err(Problem::Program(problem).into())
            }
            Err(ProgramProblem::TimeOver { .. }) => {
                let problem = ProgramProblem::TimeOver { seconds: limits.time.as_secs() };
                Err(self.locate_in_program(call, problem).into())
            }
            Err(problem) => Err(self.locate_in_program(call, problem).into()),
        }
    }

    /// A problem of a program, placed in the learner's Rust where it is the exercise's own.
    fn locate_in_program(&self, call: ProgramCall<'_>, problem: ProgramProblem) -> Finding {
        let ran = match call {
            ProgramCall::Function(_) => RanFiles::EndingIn(".rs".to_owned()),
            ProgramCall::Command(_) => RanFiles::Any,
        };
        let problem = Problem::Program(problem);
        let span = locate(&problem, &self.answer.sources, &ran);
        Finding { problem, span }
    }

    /// The whole database as it is now.
    pub(super) fn read_state(&self) -> Result<State, StepFailure> {
        self.demand_readable()?;
        self.do_own(State::read).map_err(|error| self.unreadable(&error))
    }
}

/// What a program printed before it failed.
fn printed_before(problem: Problem) -> Option<String> {
    match problem {
        Problem::Program(ProgramProblem::Failed { printed, .. }) => Some(printed),
        _ => None,
    }
}

/// The words of a failure that a step may be meant to have; None for one that no exercise asks for.
fn fails_with(problem: &Problem) -> Option<String> {
    match problem {
        Problem::Sql(SqlErrorKind::Sqlite { .. } | SqlErrorKind::Dangling(_))
        | Problem::Migration(_) => Some(problem.message(None)),
        Problem::Refused { message, .. } => Some(message.clone()),
        Problem::Program(ProgramProblem::Failed { code, .. }) if *code != 0 => {
            Some(problem.message(None))
        }
        _ => None,
    }
}
