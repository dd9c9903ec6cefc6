//! `workbook db sql`: statements on the database, from the command line, a file, or a prompt.

use std::io::{self, IsTerminal, Read, Write};
use std::path::Path;

use anyhow::{Context, anyhow};
use rusqlite::{Connection, OpenFlags};
use workbook_core::finding::{Finding, Problem};
use workbook_core::rows::read::visit_rows;
use workbook_core::script::{Reason, SqlError, SqlErrorKind, run_unguarded};
use workbook_core::span::{SourceFile, Span};
use workbook_core::sql::token::split_statements;

use super::{Io, PATIENCE, Project, Stop};
use crate::answer;
use crate::cli::SqlArgs;
use crate::exit::Exit;
use crate::program::interrupt;
use crate::report::result_table::ResultTable;
use crate::report::tables::cell;

#[cfg(feature = "authors")]
mod prompt;

/// The database on which statements are run, one after the other; a transaction stays open from one to the next.
struct Session {
    connection: Connection,
    access: Access,
}

/// Access to the database.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Access {
    Read,
    Write,
}

/// Runs what was given, or else asks for statements.
pub(super) fn run(project: &Project, arguments: &SqlArgs, io: &mut Io<'_>) -> Result<Exit, Stop> {
    let access = if arguments.write { Access::Write } else { Access::Read };
    let session = Session { connection: open(project, access)?, access };
    let source = match (&arguments.statements, &arguments.file) {
        (Some(text), _) => SourceFile::new("SQL", text.as_str()),
        (None, Some(file)) if file != Path::new("-") => read_file(file)?,
        #[cfg(feature = "authors")]
        (None, None) if asks_for_prompt(arguments) => {
            return Ok(prompt::run(&session, project, io)?);
        }
        _ => read_standard_input()?,
    };
    session.run_all(&source, io)?;
    if session.connection.is_autocommit() {
        return Ok(Exit::Passed);
    }
    writeln!(io.err, "error: {NEVER_COMMITTED}")?;
    Ok(Exit::Failed)
}

/// True where somebody at a terminal gives no statements.
pub(super) fn asks_for_prompt(arguments: &SqlArgs) -> bool {
    arguments.statements.is_none() && arguments.file.is_none() && io::stdin().is_terminal()
}

const NEVER_COMMITTED: &str =
    "the transaction was begun and not committed, so nothing of it is kept";

fn read_file(file: &Path) -> Result<SourceFile, Stop> {
    let here = std::env::current_dir().context("failed to find the current folder")?;
    answer::read_own(&here, &file.to_string_lossy()).map_err(Stop::Finding)
}

fn read_standard_input() -> anyhow::Result<SourceFile> {
    let mut text = String::new();
    io::stdin().lock().read_to_string(&mut text).context("failed to read standard input")?;
    Ok(SourceFile::new("standard input", text))
}

/// Opens the database, which must be there; Ctrl-C stops a statement that runs.
fn open(project: &Project, access: Access) -> anyhow::Result<Connection> {
    // What was left by a kill is put right first, for which SQLite has to write.
    let missing = || {
        let path = project.shown_path().display();
        anyhow!("there is no database `{path}`\nhint: `workbook db upgrade` makes it")
    };
    drop(project.open_for_reading()?.ok_or_else(missing)?);
    let connection = match access {
        Access::Read => project.open_with(OpenFlags::SQLITE_OPEN_READ_ONLY)?,
        Access::Write => project.open_for_writing()?,
    };
    connection.busy_timeout(PATIENCE)?;
    connection.progress_handler(INSTRUCTIONS_PER_LOOK, Some(interrupt::is_interrupted))?;
    Ok(connection)
}

/// Number of SQLite's instructions between two looks at Ctrl-C.
const INSTRUCTIONS_PER_LOOK: i32 = 10_000;

impl Session {
    /// Runs every statement of a text up to the first that fails.
    fn run_all(&self, source: &SourceFile, io: &mut Io<'_>) -> Result<(), Stop> {
        for range in split_statements(&source.text) {
            let mut written = Ok(());
            let work = &mut |statement: &mut rusqlite::Statement<'_>| {
                written = run_statement(statement, io.out)?;
                Ok(())
            };
            let ran = run_unguarded(&self.connection, &source.text, range, work);
            written?;
            ran.map_err(|error| self.describe_failure(source, error))?;
        }
        Ok(io.out.flush()?)
    }

    fn describe_failure(&self, source: &SourceFile, error: SqlError) -> Stop {
        if was_interrupted(&error) {
            return anyhow!("interrupted").into();
        }
        let is_refused =
            matches!(error.kind, SqlErrorKind::Sqlite { reason: Reason::ReadOnly, .. });
        if self.access == Access::Read && is_refused {
            return anyhow!("{ONLY_READS}").into();
        }
        let span = Some(Span::new(source, error.range));
        Stop::Finding(Box::new(Finding { problem: Problem::Sql(error.kind), span }))
    }
}

/// True after Ctrl-C, which ends the workbook or, at the prompt, only a statement.
fn was_interrupted(error: &SqlError) -> bool {
    let SqlErrorKind::Sqlite { message, .. } = &error.kind else { return false };
    interrupt::is_interrupted() || message == "interrupted"
}

const ONLY_READS: &str = "this would change the database, and only reading was asked for\n\
    hint: `workbook db sql --write` may change it";

/// Runs a statement and writes its rows as a table, or how many rows it changed. The inner error is of the writing.
fn run_statement(
    statement: &mut rusqlite::Statement<'_>,
    out: &mut dyn Write,
) -> rusqlite::Result<io::Result<()>> {
    if statement.column_count() == 0 {
        let changes_rows = changes_rows(statement);
        let count = statement.raw_execute()?;
        return Ok(if changes_rows { writeln!(out, "{}", describe_count(count)) } else { Ok(()) });
    }
    let mut table = ResultTable::new(statement.column_names());
    let mut written = Ok(());
    visit_rows(statement.raw_query(), |row| {
        written = table.push(row.iter().map(cell).collect(), out);
        written.is_ok()
    })?;
    Ok(written.and_then(|()| table.finish(out)))
}

/// True of a statement that adds, changes or removes rows of a table.
fn changes_rows(statement: &rusqlite::Statement<'_>) -> bool {
    let text = statement.expanded_sql().unwrap_or_default();
    let word = text.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    matches!(
        word.to_ascii_lowercase().as_str(),
        "insert" | "update" | "delete" | "replace" | "with"
    )
}

fn describe_count(rows: usize) -> String {
    if rows == 1 { "1 row changed".to_owned() } else { format!("{rows} rows changed") }
}
