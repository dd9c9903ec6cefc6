//! Runs the command that makes the wanted tables, in an empty database of its own.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, anyhow, bail};
use rusqlite::backup::Backup;
use rusqlite::{Connection, OpenFlags};

use super::{Io, Project, Setting, open_database, read_setting};
use crate::program::throwaway::{self, ThrowawayFolder};
use crate::program::{self, Ending, Limits, Run};

/// The variable that names the command where no flag does.
const VARIABLE: &str = "WORKBOOK_TO_COMMAND";

/// Limits of the command: it may have to compile a program and its libraries first.
const LIMITS: Limits = Limits { time: Duration::from_secs(600), output_bytes: 64_000_000 };

/// A line of shell that makes the wanted tables in the database that `DATABASE_URL` names.
pub(super) struct WantedCommand {
    line: String,
    folder: PathBuf,
}

impl WantedCommand {
    /// Finds the command: the one given, else the one in the environment, else the one in `.env`. It runs in the folder
    /// where it is written.
    pub(super) fn find(
        project: &Project,
        given: Option<&str>,
    ) -> anyhow::Result<Option<WantedCommand>> {
        let here = std::env::current_dir().context("failed to find the current folder")?;
        if let Some(line) = given {
            return Ok(Some(WantedCommand { line: line.to_owned(), folder: here }));
        }
        let found = read_setting(&here, &project.home, VARIABLE)?;
        Ok(found.map(|Setting { folder, value, .. }| WantedCommand {
            line: value,
            folder: folder.to_owned(),
        }))
    }

    /// Runs the command and returns a copy of the database that it leaves.
    pub(super) fn make_tables(&self, io: &mut Io<'_>) -> anyhow::Result<Connection> {
        let folder = ThrowawayFolder::create().context("failed to make a temporary folder")?;
        throwaway::sweep_once(folder.path());
        let database = folder.path().join("wanted.db");
        File::create(&database).context("failed to make an empty database")?;
        writeln!(io.err, "running `{}` to make the wanted tables …", self.line)?;
        let run = self.run_on(&database)?;
        self.explain_ending(&run)?;
        let tables = read_tables(&database)
            .with_context(|| format!("`{}` left a database that cannot be read", self.line))?;
        if has_no_tables(&tables)? {
            let hint = "it has to make the tables in the database that `DATABASE_URL` names";
            bail!("`{}` made no table{}\nhint: {hint}", self.line, quote_output(&run));
        }
        Ok(tables)
    }

    fn run_on(&self, database: &Path) -> anyhow::Result<Run> {
        let mut command = program::shell_command(&self.line);
        command.current_dir(&self.folder).env("DATABASE_URL", write_address(database));
        Ok(program::run_tool(&mut command, LIMITS)?)
    }

    fn explain_ending(&self, run: &Run) -> anyhow::Result<()> {
        let how = match run.ending {
            Ending::Exited(0) => return Ok(()),
            Ending::Exited(code) => format!("failed with exit code {code}"),
            Ending::Signalled(signal) => format!("was ended by signal {signal}"),
            Ending::TimedOut => format!("was stopped after {} s", LIMITS.time.as_secs()),
            Ending::Flooded => format!("printed more than {} bytes", LIMITS.output_bytes),
            Ending::Overused(_) => "was stopped because it used too much".to_owned(),
        };
        Err(anyhow!("`{}` {how}{}", self.line, quote_output(run)))
    }
}

/// The address of a file as SeaORM, SQLAlchemy, Django and dbmate read it: for SQLAlchemy an absolute path needs a fourth
/// slash, which nobody else minds.
fn write_address(database: &Path) -> String {
    format!("sqlite:///{}?mode=rwc", database.display())
}

/// The output of a command as a part of a message: its errors, else what it printed otherwise.
fn quote_output(run: &Run) -> String {
    let said = if run.stderr.trim().is_empty() { &run.stdout } else { &run.stderr };
    let said = said.trim_end();
    if said.is_empty() { String::new() } else { format!("\nit printed:\n{said}") }
}

/// Copies what is in a file into memory.
fn read_tables(file: &Path) -> rusqlite::Result<Connection> {
    let database = open_database(file, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    // Otherwise the copy would want a log beside it, which memory cannot have.
    database.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))?;
    let mut copy = Connection::open_in_memory()?;
    Backup::new(&database, &mut copy)?.run_to_completion(PAGES_PER_STEP, Duration::ZERO, None)?;
    Ok(copy)
}

fn has_no_tables(database: &Connection) -> rusqlite::Result<bool> {
    let sql = "SELECT NOT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table')";
    database.query_row(sql, [], |row| row.get(0))
}

const PAGES_PER_STEP: i32 = 4_096;
