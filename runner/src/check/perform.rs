//! Does what a step says: runs scripts, statements and programs, and notes what came of it. It compares nothing.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use rusqlite::Connection;
use workbook_core::exercise::SqlSource;
use workbook_core::finding::DatabaseProblem;
use workbook_core::locate::{RanFiles, locate_table};
use workbook_core::migration::{Half, Script, Target, run};
use workbook_core::probe::{self, AttemptOutcome};
use workbook_core::sandbox::Sandbox;
use workbook_core::script::{self, Reason, SqlErrorKind};
use workbook_core::span::{SourceFile, Span};
use workbook_core::sql::token::split_statements;

use super::{
    Action, Course, Event, Exercise, Finding, Problem, ProgramProblem, Record, Run, SqlError,
    State, Step, Stop, Tree, answer,
};
use crate::course;
use crate::program::build::BuildProgress;
use crate::program::{self, Ending, interrupt};
use crate::scripts;

impl Run<'_> {
    /// Runs one step. The record has what it gave and printed, not yet the state it left.
    pub(super) fn perform(&self, step: &Step) -> Result<Record, Stop> {
        let mut record = Record { name: step.name.clone(), ..Record::default() };
        let done = self.act(&step.action, &mut record);
        let Some(expected) = &step.fails else {
            done?;
            return Ok(record);
        };
        // What a program printed before it failed is not part of how it must fail.
        record.output = None;
        match done {
            Ok(()) => Err(self.placed_at(step, Problem::DidNotFail).into()),
            Err(Stop::Finding(finding)) => match fails_with(&finding.problem) {
                Some(message) if message.contains(expected.as_str()) => Ok(record),
                Some(message) => {
                    let problem = Problem::FailedOtherwise { expected: expected.clone(), message };
                    Err(Finding { problem, span: finding.span }.into())
                }
                None => Err(Stop::Finding(finding)),
            },
            Err(error) => Err(error),
        }
    }

    fn act(&self, action: &Action, record: &mut Record) -> Result<(), Stop> {
        match action {
            Action::Upgrade(target) => self.migrate(Half::Up, target),
            Action::Downgrade(target) => self.migrate(Half::Down, target),
            Action::Stamp(target) => self.stamp(target),
            Action::Sql(source) => self.on_text(source, script::run),
            Action::Query(source) => {
                let limit = self.exercise.limits.output_bytes;
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
                let mut command = Command::new(&words[0]);
                command
                    .args(&words[1..])
                    .current_dir(self.root.join(self.exercise.folder(self.tree)));
                record.output = Some(self.run_program(&mut command, &words[0])?);
                Ok(())
            }
            Action::Rule(rule) => match self.rule(*rule)?.into_iter().next() {
                Some(finding) => Err(finding.into()),
                None => Ok(()),
            },
        }
    }

    /// Calls a function of the exercise's program and returns what it printed.
    pub(super) fn call(&self, function: &str) -> Result<String, Stop> {
        let Some(program) = &self.program else {
            let reason = "this exercise has no `main.rs`".to_owned();
            return Err(Problem::Program(ProgramProblem::NotStarted {
                program: function.to_owned(),
                reason,
            })
            .into());
        };
        let mut command = Command::new(program);
        command.arg(function).current_dir(self.scratch.folder());
        let done = self.scratch.folder().join(".done");
        command.env("WORKBOOK_DONE", &done);
        _ = std::fs::remove_file(&done);
        let output = self.run_program(&mut command, function)?;
        if !done.exists() {
            let problem = ProgramProblem::Failed { code: 0, stderr: String::new() };
            return Err(self.placed(Problem::Program(problem)).into());
        }
        Ok(output)
    }

    pub(super) fn sandbox(&self) -> Result<Sandbox, Stop> {
        self.safe_database()?;
        self.scratch.sandbox(self.stop()).map_err(|error| self.unreadable(&error))
    }

    /// A connection to a database in memory, under the same guards.
    pub(super) fn guarded(&self, connection: Connection) -> Result<Sandbox, Stop> {
        Ok(Sandbox::new(connection, self.stop())?)
    }

    /// Says when the time of a step is over.
    pub(super) fn stop(&self) -> impl FnMut() -> bool + Send + 'static {
        let end = Instant::now() + self.exercise.limits.time;
        move || Instant::now() >= end || interrupt::is_interrupted()
    }

    fn safe_database(&self) -> Result<(), Stop> {
        match super::database::problem(&self.scratch) {
            Some(problem) => Err(self.placed(Problem::Database(problem)).into()),
            None => Ok(()),
        }
    }

    /// A database that cannot be opened or read, because of what an answer made of it.
    pub(super) fn unreadable(&self, error: &rusqlite::Error) -> Stop {
        let message = match SqlError::from(error).kind {
            SqlErrorKind::Sqlite { message, .. } => message,
            other => other.to_string(),
        };
        self.placed(Problem::Database(DatabaseProblem::Unreadable(message))).into()
    }

    /// Tries a statement; one that does not even run is a finding of its own.
    fn attempt(&self, statement: &str) -> Result<AttemptOutcome, Stop> {
        match probe::attempt(&self.sandbox()?, statement)
            .map_err(|error| self.unreadable(&error))?
        {
            AttemptOutcome::Broken(error) => Err(self.about(statement, Problem::Sql(error.kind))),
            answer => Ok(answer),
        }
    }

    /// A problem about a statement of the step, placed where the learner's files speak of the statement's table.
    fn about(&self, statement: &str, problem: Problem) -> Stop {
        let table = probe::table_of(statement);
        let span = locate_table(&problem, table.as_deref(), &self.sources);
        Finding { problem, span }.into()
    }

    /// Runs the SQL of a step. A mistake in a file is marked there; where the step's own text fails, it is the
    /// learner's table that does not take it.
    fn on_text<T>(
        &self,
        source: &SqlSource,
        work: impl FnOnce(&Sandbox, &str) -> Result<T, SqlError>,
    ) -> Result<T, Stop> {
        match source {
            SqlSource::File(name) => {
                let file = self.read(name)?;
                work(&self.sandbox()?, &file.text).map_err(|SqlError { range, kind }| {
                    let span = Some(Span::new(&file, range));
                    Finding { problem: Problem::Sql(kind), span }.into()
                })
            }
            SqlSource::Text(text) => {
                work(&self.sandbox()?, text).map_err(|error| self.refused(text, error))
            }
        }
    }

    fn refused(&self, text: &str, error: SqlError) -> Stop {
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

    fn read(&self, name: &str) -> Result<SourceFile, Stop> {
        answer::read(self.root, &self.exercise.folder(self.tree), name).map_err(Stop::Finding)
    }

    /// Runs one half of the scripts that a target asks for, and notes which ran.
    pub(super) fn migrate(&self, half: Half, target: &Target) -> Result<(), Stop> {
        let scripts = self.scripts()?;
        let go = match half {
            Half::Up => run::upgrade,
            Half::Down => run::downgrade,
        };
        let ran = go(&self.sandbox()?, scripts, target).map_err(Finding::from)?;
        let names = ran.iter().map(|script| script.file.name.clone()).collect();
        self.ran.replace(RanFiles::Scripts { names, half });
        Ok(())
    }

    fn stamp(&self, target: &Target) -> Result<(), Stop> {
        let scripts = self.scripts()?;
        Ok(run::stamp(&self.sandbox()?, scripts, target).map_err(Finding::from)?)
    }

    /// The scripts of the answer, as they are when they are first needed.
    pub(super) fn scripts(&self) -> Result<&[Script], Stop> {
        if self.scripts.get().is_none() {
            let read = scripts::read(self.root, &self.exercise.folder(self.tree))
                .map_err(Stop::Finding)?;
            _ = self.scripts.set(read);
        }
        Ok(self.scripts.get().map_or(&[], Vec::as_slice))
    }

    /// Runs a program on the database and returns what it printed.
    fn run_program(&self, command: &mut Command, name: &str) -> Result<String, Stop> {
        let limits = self.exercise.limits;
        command.env("DATABASE_URL", self.scratch.url());
        let run = match program::run(
            command,
            program::Limits { time: limits.time, output_bytes: limits.output_bytes },
        ) {
            Ok(run) => run,
            Err(_) if interrupt::is_interrupted() => {
                return Err(super::CheckError::Interrupted.into());
            }
            Err(error) if error.is_ours() => return Err(super::CheckError::from(error).into()),
            Err(error) => {
                let reason = error.reason();
                return Err(Problem::Program(ProgramProblem::NotStarted {
                    program: name.to_owned(),
                    reason,
                })
                .into());
            }
        };
        let problem = match run.ending {
            Ending::Exited(0) if run.left_behind > 0 => {
                ProgramProblem::LeftProcesses { count: run.left_behind }
            }
            Ending::Exited(0) => return Ok(run.stdout),
            Ending::Exited(code) => match panic_message(&run.stderr) {
                Some(message) => ProgramProblem::Panicked { message },
                None => ProgramProblem::Failed { code, stderr: run.stderr },
            },
            Ending::Signalled(signal) => ProgramProblem::Killed { signal },
            Ending::TimedOut => ProgramProblem::TimeOver { seconds: limits.time.as_secs() },
            Ending::Flooded => ProgramProblem::TooMuchOutput { bytes: limits.output_bytes },
        };
        Err(self.placed(Problem::Program(problem)).into())
    }

    /// The whole database as it is now.
    pub(super) fn state(&self) -> Result<State, Stop> {
        self.safe_database()?;
        let read = || State::read(&Connection::open(self.scratch.database())?);
        read().map_err(|error| self.unreadable(&error))
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

/// What a Rust panic says, from the program's standard error.
fn panic_message(stderr: &str) -> Option<String> {
    let start = stderr.find("panicked at ")?;
    let mut lines = stderr[start..].lines();
    let place = lines.next()?.trim_start_matches("panicked at ").trim_end_matches(':');
    let said: Vec<&str> = lines.take_while(|line| !line.starts_with("note: ")).collect();
    Some(format!("{} (at {place})", said.join(" ").trim()))
}

/// Compiles the exercise's program, unless it is compiled already.
pub(super) fn build(
    course: &Course,
    exercise: &Exercise,
    tree: Tree,
    sink: &mut dyn FnMut(Event),
) -> Result<PathBuf, Stop> {
    let folder = exercise.folder(tree);
    let sources = rust_files(&course.root, &folder)
        .map_err(|source| super::CheckError::Read { path: folder.clone(), source })?;
    let bin = exercise.program(tree);
    let target = program::build::Target {
        root: &course.root,
        package: tree.name(),
        bin: &bin,
        sources: &sources,
    };
    let cache = course.memory().join("builds");
    let outcome = program::build::build(&target, &cache, &mut |progress| match progress {
        BuildProgress::Started => sink(Event::Building { id: exercise.id.clone() }),
        BuildProgress::News(line) => sink(Event::News(line.to_owned())),
    })?;
    match outcome {
        program::build::BuildOutcome::Ready(program) => Ok(program),
        program::build::BuildOutcome::Rejected(errors) => {
            let more = errors.len().saturating_sub(1);
            let Some(first) = first_of_the_learner(errors, &exercise.files) else {
                let problem = ProgramProblem::NotCompiled {
                    message: String::new(),
                    rendered: String::new(),
                    more,
                };
                return Err(Problem::Program(problem).into());
            };
            let position = first.line.zip(first.column);
            let span = first.file.map(|file| compiler_span(&course.root, &file, position));
            let problem = ProgramProblem::NotCompiled {
                message: first.message,
                rendered: first.rendered,
                more,
            };
            Err(Finding { problem: Problem::Program(problem), span }.into())
        }
    }
}

/// Where the compiler found an error: at a line and column of a file.
fn compiler_span(root: &Path, file: &Path, position: Option<(usize, usize)>) -> Span {
    let text = course::read_text(&root.join(file)).unwrap_or_default();
    let source = SourceFile::new(course::shown(file), text);
    let offset = position.and_then(|(line, column)| source.offset_of(line, column));
    offset.map_or_else(|| Span::whole(&source), |offset| Span::new(&source, offset..offset))
}

/// The compiler's first error in a file of the learner; what is wrong in a given file follows from theirs.
fn first_of_the_learner(
    mut errors: Vec<program::build::Diagnostic>,
    files: &[String],
) -> Option<program::build::Diagnostic> {
    let theirs = |error: &program::build::Diagnostic| {
        error.file.as_ref().is_some_and(|path| files.iter().any(|file| path.ends_with(file)))
    };
    let index = errors.iter().position(theirs).unwrap_or(0);
    (index < errors.len()).then(|| errors.swap_remove(index))
}

fn rust_files(root: &Path, folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(root.join(folder))? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
