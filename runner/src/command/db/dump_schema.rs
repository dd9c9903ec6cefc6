//! `--dump-schema`: the schema of the database as a file, with its versions, as dbmate writes it.

use std::fs;
use std::path::{Path, PathBuf, absolute};

use anyhow::{Context, anyhow, bail};
use rusqlite::Connection;
use workbook_core::generate::compare_schemas;
use workbook_core::migration::rendered::render_schema;

use super::{Io, Project, Stop, wanted};
use crate::atomic;
use crate::exit::Exit;

/// The first line of a dump: only a file that has it, or dbmate's own, is written over.
const MARK: &str =
    "-- Written by `workbook db` with `--dump-schema`, which writes it anew each time.\n";
/// A line that stands in each dump of dbmate's.
const MARK_OF_DBMATE: &str = "-- Dbmate schema migrations";

/// A file that the schema is to be written to, and what it says before.
pub(super) struct SchemaDump {
    path: PathBuf,
    /// The schema it gives; None where writing it loses nothing, because there is no file or it says what the database is.
    other: Option<Connection>,
}

impl SchemaDump {
    /// Reads what the file says before the database changes.
    pub(super) fn plan(project: &Project, file: Option<&Path>) -> Result<SchemaDump, Stop> {
        let path = match file {
            Some(file) => project.home.join(file),
            None => project.folder.join(wanted::FILE),
        };
        if path.is_dir() {
            return Err(anyhow!("`{}` is a folder; the schema is a file", path.display()).into());
        }
        refuse_other_use(project, &path)?;
        if fs::symlink_metadata(&path).is_err() {
            return Ok(SchemaDump { path, other: None });
        }
        if !is_dump(&path)? {
            let shown = path.display();
            return Err(anyhow!(
                "`{shown}` was not written by `--dump-schema`, so it is left alone; \
                 `--dump-schema=FILE` names another file, and `{shown}` is written where there is none"
            )
            .into());
        }
        let said = wanted::read_sql_file(&path)?;
        let before = match project.open_for_reading()? {
            Some(database) => database,
            None => Connection::open_in_memory()?,
        };
        let is_same = compare(&said, &before)?;
        Ok(SchemaDump { path, other: (!is_same).then_some(said) })
    }

    /// Writes the schema that the database has now, unless the file says something that would be lost.
    pub(super) fn write(&self, project: &Project, io: &mut Io<'_>) -> Result<Exit, Stop> {
        let shown = self.path.strip_prefix(&project.home).unwrap_or(&self.path).display();
        let Some(database) = project.open_for_reading()? else { return Ok(Exit::Passed) };
        if let Some(said) = &self.other
            && !compare(said, &database)?
        {
            writeln!(
                io.err,
                "error: {shown} says neither what the database was nor what it is, so it was left alone\n\
                 hint: `--dump-schema=FILE` names another file"
            )?;
            return Ok(Exit::Failed);
        }
        let text = MARK.to_owned() + &project.explain_failure(render_schema(&database))?;
        atomic::write(&self.path, text.as_bytes())
            .with_context(|| format!("failed to write `{}`", self.path.display()))?;
        writeln!(io.out, "wrote {shown}")?;
        Ok(Exit::Passed)
    }
}

/// An error where the file would be the database, what SQLite keeps beside it, or a script.
fn refuse_other_use(project: &Project, path: &Path) -> anyhow::Result<()> {
    let (path, database) = (absolute(path)?, absolute(&project.database.path)?);
    let beside = ["", "-journal", "-wal", "-shm"].map(|ending| {
        let mut name = database.clone().into_os_string();
        name.push(ending);
        PathBuf::from(name)
    });
    if beside.contains(&path) {
        bail!("`{}` is the database; the schema needs a file of its own", path.display());
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let is_numbered = name.starts_with(|first: char| first.is_ascii_digit());
    if is_numbered && path.parent() == Some(&absolute(project.scripts.path())?) {
        bail!("`{}` would be taken for a script; write the schema elsewhere", path.display());
    }
    Ok(())
}

/// Tells whether the file is a dump of the schema; an error where it is no regular file.
fn is_dump(path: &Path) -> anyhow::Result<bool> {
    let bytes = atomic::read_regular(path)
        .with_context(|| format!("failed to read `{}`", path.display()))?;
    let text = String::from_utf8_lossy(&bytes);
    Ok(text.starts_with(MARK) || text.contains(MARK_OF_DBMATE) || text.trim().is_empty())
}

fn compare(one: &Connection, two: &Connection) -> anyhow::Result<bool> {
    Ok(compare_schemas(one, two)?.is_empty())
}
