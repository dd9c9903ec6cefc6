//! The prompt of `workbook db sql`: reads lines until a statement is whole, and knows some commands that begin with a dot.

use std::io;
use std::path::PathBuf;

use anyhow::anyhow;
use rustyline::DefaultEditor;
use rustyline::error::ReadlineError;
use workbook_core::rows::Value;
use workbook_core::rows::read::{query_column, query_rows};
use workbook_core::span::SourceFile;
use workbook_core::sql::name::quote_name;
use workbook_core::sql::token::ends_statement;

use super::{Access, Io, NEVER_COMMITTED, Project, Session, Stop};
use crate::exit::Exit;
use crate::program::interrupt;
use crate::report::result_table::ResultTable;
use crate::report::snippet;
use crate::report::tables::cell;

/// The words of the prompt, and what it knows besides SQL.
const HELP: &str = "\
A statement ends with a semicolon, and may have several lines.
.tables         list the tables and views, with their rows
.schema [NAME]  show the SQL that made them, or one of them
.help           show this
.quit           leave, as Ctrl-D does; Ctrl-C ends a statement that runs; a transaction that is open is rolled back";

/// Reads statements and runs them until the user leaves.
pub(super) fn run(session: &Session, project: &Project, io: &mut Io<'_>) -> anyhow::Result<Exit> {
    let mut editor = DefaultEditor::new()?;
    let history = find_history();
    // The first time there is none.
    history.as_ref().and_then(|file| editor.load_history(file).ok());
    write_greeting(session, project, io)?;
    let mut typed = String::new();
    while !interrupt::is_interrupted() {
        match editor.readline(choose_prompt(session, &typed)) {
            Ok(line) => {
                editor.add_history_entry(&line)?;
                if run_line(session, &line, &mut typed, io)? == AfterLine::Leave {
                    break;
                }
            }
            Err(ReadlineError::Interrupted) => typed.clear(),
            Err(ReadlineError::Eof) => break,
            Err(error) => return Err(error.into()),
        }
    }
    // Who may not write there does without a history.
    history.and_then(|file| editor.append_history(&file).ok());
    session.end(io)?;
    Ok(Exit::Passed)
}

/// The file of lines that were typed before; None where there is no home folder.
fn find_history() -> Option<PathBuf> {
    Some(std::env::home_dir()?.join(".workbook_history"))
}

fn write_greeting(session: &Session, project: &Project, io: &mut Io<'_>) -> io::Result<()> {
    let access = match session.access {
        Access::Read => "only to be read; `--write` lets you change it",
        Access::Write => "each statement is kept as it ends, unless you write BEGIN",
    };
    writeln!(io.out, "{}: {access}", project.shown_path().display())?;
    writeln!(io.out, "`.help` says what there is besides SQL")?;
    io.out.flush()
}

/// The prompt shows that a statement goes on, and that a transaction is open.
fn choose_prompt(session: &Session, typed: &str) -> &'static str {
    match (typed.is_empty(), session.connection.is_autocommit()) {
        (true, true) => "sql> ",
        (true, false) => "sql (open transaction)> ",
        (false, _) => "  -> ",
    }
}

/// The choice after a line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum AfterLine {
    GoOn,
    Leave,
}

/// Adds a line to what was `typed`, or runs it where it is a command of the prompt's own.
fn run_line(
    session: &Session,
    line: &str,
    typed: &mut String,
    io: &mut Io<'_>,
) -> anyhow::Result<AfterLine> {
    if typed.is_empty() && line.starts_with('.') {
        return run_dot_command(session, line.trim(), io);
    }
    typed.push_str(line);
    typed.push('\n');
    run_if_whole(session, typed, io)?;
    Ok(AfterLine::GoOn)
}

/// Runs what was typed once it ends with a semicolon; an error is shown, and the prompt goes on.
fn run_if_whole(session: &Session, typed: &mut String, io: &mut Io<'_>) -> anyhow::Result<()> {
    if typed.trim().is_empty() {
        typed.clear();
    }
    if !ends_statement(typed) {
        return Ok(());
    }
    let source = SourceFile::new("SQL", std::mem::take(typed));
    let statements = session.connection.get_interrupt_handle();
    let _redirected = interrupt::redirect_interrupt(move || statements.interrupt());
    if let Err(stop) = session.run_all(&source, io) {
        show_error(stop, io)?;
    }
    io.out.flush()?;
    Ok(io.err.flush()?)
}

fn run_dot_command(session: &Session, line: &str, io: &mut Io<'_>) -> anyhow::Result<AfterLine> {
    let (command, argument) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let done = match command {
        ".quit" | ".exit" => return Ok(AfterLine::Leave),
        ".tables" => session.write_tables(io),
        ".schema" => session.write_schema(argument.trim(), io),
        ".help" => Ok(writeln!(io.out, "{HELP}")?),
        _ => Err(anyhow!("there is no command `{command}`\nhint: `.help` lists them").into()),
    };
    if let Err(stop) = done {
        show_error(stop, io)?;
    }
    io.out.flush()?;
    io.err.flush()?;
    Ok(AfterLine::GoOn)
}

impl Session {
    /// Writes the tables and views, each with the number of its rows; a view that does not work has none.
    fn write_tables(&self, io: &mut Io<'_>) -> Result<(), Stop> {
        let mut table = ResultTable::new(["name", "kind", "rows"]);
        let listed = query_rows(&self.connection, TABLES, [])?.rows;
        for row in listed {
            let [Value::Text(name), Value::Text(kind)] = row.as_slice() else { continue };
            let count = format!("SELECT count(*) FROM {}", quote_name(name));
            let count = query_column(&self.connection, &count).unwrap_or_default();
            let count = count.first().map_or_else(|| "?".to_owned(), Value::to_string);
            table.push(vec![cell(name), cell(kind), count], io.out)?;
        }
        Ok(table.finish(io.out)?)
    }

    /// Writes the SQL that made everything in the database, or what belongs to the table or view of this name.
    fn write_schema(&self, name: &str, io: &mut Io<'_>) -> Result<(), Stop> {
        let found = query_rows(&self.connection, SCHEMA, [name])?.rows;
        if found.is_empty() && !name.is_empty() {
            return Err(anyhow!("there is no table or view `{name}`").into());
        }
        for sql in found.iter().flatten() {
            if let Value::Text(sql) = sql {
                writeln!(io.out, "{sql};")?;
            }
        }
        Ok(())
    }

    /// Rolls back what was begun and never committed.
    fn end(&self, io: &mut Io<'_>) -> anyhow::Result<()> {
        if !self.connection.is_autocommit() {
            self.connection.execute_batch("ROLLBACK")?;
            writeln!(io.err, "warning: {NEVER_COMMITTED}")?;
        }
        Ok(())
    }
}

const TABLES: &str = "SELECT name, type FROM sqlite_schema \
    WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name";

const SCHEMA: &str = "SELECT sql FROM sqlite_schema \
    WHERE sql IS NOT NULL AND (?1 = '' OR tbl_name = ?1 COLLATE NOCASE) ORDER BY rowid";

/// Shows an error of a statement where the session goes on after it.
fn show_error(stop: Stop, io: &mut Io<'_>) -> anyhow::Result<()> {
    match stop {
        Stop::Error(error) => writeln!(io.err, "error: {error:#}")?,
        Stop::Finding(finding) => writeln!(io.err, "{}", snippet::render("error", &finding, None))?,
    }
    Ok(())
}
