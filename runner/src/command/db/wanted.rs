//! Reads the wanted schema, from a file, a command or the models of an exercise; builds the one that the scripts give.

use std::path::Path;

use anyhow::{Context, anyhow};
use rusqlite::{Connection, OpenFlags};
use workbook_core::finding::{Finding, Problem};
use workbook_core::migration::application::{ApplicationPart, stand_in_for_missing};
use workbook_core::migration::choose::{Applied, is_applied};
use workbook_core::migration::schema_file::parse_schema_file;
use workbook_core::migration::{MigrationError, MigrationErrorKind, Script, Target, run};
use workbook_core::sandbox::Sandbox;
use workbook_core::script::{self, SqlError};
use workbook_core::span::Span;

use super::wanted_command::WantedCommand;
use super::{Io, Project, Stop};
use crate::answer;
use crate::check;
use crate::cli::WantedArgs;
use crate::event::Event;
use crate::program::interrupt;

/// The file that says what the schema of a folder should be.
pub(super) const FILE: &str = "schema.sql";

/// Builds a database with the wanted schema. A file that is named comes first, then a command, then the folder's
/// `schema.sql`, then the models. None when nothing says what is wanted.
pub(super) fn read_wanted(
    project: &Project,
    arguments: &WantedArgs,
    io: &mut Io<'_>,
) -> Result<Option<Connection>, Stop> {
    if let Some(file) = &arguments.to {
        return read_file(file).map(Some);
    }
    if let Some(command) = WantedCommand::find(project, arguments.to_command.as_deref())? {
        return Ok(Some(command.make_tables(io)?));
    }
    if project.folder.join(FILE).exists() {
        return build_from_text(&project.folder, FILE).map(Some);
    }
    build_from_models(project, io)
}

pub(super) fn read_file(file: &Path) -> Result<Connection, Stop> {
    if file.extension().is_none_or(|extension| extension != "sql") {
        return open_wanted_database(file);
    }
    read_sql_file(file)
}

/// Builds a database with the schema that a file of SQL says.
pub(super) fn read_sql_file(file: &Path) -> Result<Connection, Stop> {
    let here = std::env::current_dir().context("failed to find the current folder")?;
    let folder = here.join(file.parent().unwrap_or(Path::new("")));
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned());
    build_from_text(&folder, &name.unwrap_or_default())
}

fn build_from_text(folder: &Path, name: &str) -> Result<Connection, Stop> {
    if !folder.join(name).exists() {
        let hint = "`--to` names a file of SQL with the wanted schema, or a database that has it";
        return Err(anyhow!("there is no file `{name}`\nhint: {hint}").into());
    }
    let source = answer::read_own(folder, name).map_err(Stop::Finding)?;
    let schema = parse_schema_file(&source.text);
    let sandbox =
        Sandbox::of_own_database(Connection::open_in_memory()?, interrupt::is_interrupted)?;
    let missing = |error: &SqlError| ApplicationPart::of_sql(&error.kind);
    for sql in &schema.virtuals {
        sandbox.connection().execute_batch(sql)?;
    }
    let run = || script::run(&sandbox, &schema.text);
    stand_in_for_missing(sandbox.connection(), missing, run).map_err(|error| {
        let span = Some(Span::new(&source, error.range));
        Stop::Finding(Box::new(Finding { problem: Problem::Sql(error.kind), span }))
    })?;
    Ok(sandbox.into_connection())
}

fn open_wanted_database(file: &Path) -> Result<Connection, Stop> {
    let connection = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY);
    let connection = connection.with_context(|| format!("failed to open `{}`", file.display()))?;
    let readable = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()));
    readable.with_context(|| format!("failed to read `{}`", file.display()))?;
    Ok(connection)
}

fn build_from_models(project: &Project, io: &mut Io<'_>) -> Result<Option<Connection>, Stop> {
    let Some((course, exercise)) =
        project.exercise.as_ref().filter(|(_, exercise)| exercise.has_program)
    else {
        return Ok(None);
    };
    let mut told = Ok(());
    let made = check::make_models(course, exercise, &mut |event| {
        if let Event::Building { id } = event {
            told = writeln!(io.err, "compiling the program of {id} …");
        }
    });
    told?;
    Ok(Some(made?.map_err(Stop::Finding)?))
}

/// Builds a database in memory with what the applied ones of the scripts give.
///
/// # Errors
/// The first of them that cannot be run on an empty database.
pub(super) fn build_applied(
    scripts: &[Script],
    applied: &[Applied],
) -> Result<Sandbox, MigrationError> {
    let unusable = |error: rusqlite::Error| MigrationError {
        span: None,
        kind: SqlError::from(&error).kind.into(),
    };
    let connection = Connection::open_in_memory().map_err(unusable)?;
    let sandbox =
        Sandbox::of_own_database(connection, interrupt::is_interrupted).map_err(unusable)?;
    for script in scripts.iter().filter(|script| is_applied(script, applied)) {
        let _ = stand_in_for_missing(sandbox.connection(), ApplicationPart::of_error, || {
            run::apply(&sandbox, script)
        })?;
    }
    Ok(sandbox)
}

/// Says in one line which script failed and why.
pub(super) fn describe_failure(error: &MigrationError) -> String {
    let file = error.span.as_ref().map(|span| format!("{} fails: ", span.file()));
    let why = match &error.kind {
        MigrationErrorKind::Script(problem) => problem.to_string(),
        MigrationErrorKind::Sql(kind) => kind.to_string(),
    };
    format!("{}{why}", file.unwrap_or_default())
}

/// Builds a database with the schema that running all scripts gives.
pub(super) fn build_migrated(scripts: &[Script]) -> Result<Connection, Stop> {
    let sandbox =
        Sandbox::of_own_database(Connection::open_in_memory()?, interrupt::is_interrupted)?;
    stand_in_for_missing(sandbox.connection(), ApplicationPart::of_error, || {
        run::upgrade(&sandbox, scripts, &Target::All).map(drop)
    })
    .map_err(Project::stop_at)?;
    Ok(sandbox.into_connection())
}

/// Said where no schema is wanted.
pub(super) const NOTHING_WANTED: &str = "nothing says what the schema should become\n\
    hint: write it in `schema.sql`, or name a file with `--to`, or a command that makes the tables with `--to-command`";
