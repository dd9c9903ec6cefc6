//! `--dump-schema`: the schema of the database as a file, with its versions, as dbmate writes it.

use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow};
use rusqlite::Connection;
use workbook_core::generate::compare_schemas;
use workbook_core::migration::rendered::render_schema;

use super::{Io, Project, Stop, wanted};
use crate::atomic;
use crate::exit::Exit;

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
        if !path.exists() {
            return Ok(SchemaDump { path, other: None });
        }
        let said = wanted::read_file(&path)?;
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
        let text = project.explain_failure(render_schema(&database))?;
        atomic::write(&self.path, text.as_bytes())
            .with_context(|| format!("failed to write `{}`", self.path.display()))?;
        writeln!(io.out, "wrote {shown}")?;
        Ok(Exit::Passed)
    }
}

fn compare(one: &Connection, two: &Connection) -> anyhow::Result<bool> {
    Ok(compare_schemas(one, two)?.is_empty())
}
