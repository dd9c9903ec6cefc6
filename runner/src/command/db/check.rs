//! `workbook db check`, `status` and `diff`: what does not agree in scripts, database and wanted schema.

use anyhow::Context;
use rusqlite::Connection;
use workbook_core::generate::{compare_schemas, list_wanted_changes};

use super::survey::{Survey, survey_project};
use super::{Io, Project, Stop, wanted};
use crate::cli::{DiffArgs, SchemaArg, WantedArgs};
use crate::exit::Exit;

/// Prints what does not agree, one line each.
pub(super) fn run(project: &Project, io: &mut Io<'_>) -> Result<Exit, Stop> {
    let survey = survey_project(project, io)?;
    for sentence in survey.sentences() {
        writeln!(io.out, "{sentence}")?;
    }
    let exit = exit_of(&survey);
    if exit == Exit::Passed {
        let agree = if survey.has_wanted {
            "scripts, database and wanted schema"
        } else {
            "scripts and database"
        };
        writeln!(io.out, "{agree} agree")?;
    }
    Ok(exit)
}

/// Prints everything that was looked at as one table; what is wrong is marked.
pub(super) fn show_status(project: &Project, io: &mut Io<'_>) -> Result<Exit, Stop> {
    let survey = survey_project(project, io)?;
    let name_width = survey.rows.iter().map(|row| row.name.chars().count()).max().unwrap_or(0);
    for row in &survey.rows {
        let mark = if row.wrong.is_some() { '!' } else { ' ' };
        writeln!(io.out, "{mark} {:8}  {:name_width$}  {}", row.what, row.name, row.state)?;
    }
    Ok(exit_of(&survey))
}

fn exit_of(survey: &Survey) -> Exit {
    if survey.sentences().next().is_none() { Exit::Passed } else { Exit::Failed }
}

/// Prints what separates two of database, scripts and wanted schema.
pub(super) fn show_diff(
    project: &Project,
    arguments: &DiffArgs,
    io: &mut Io<'_>,
) -> Result<Exit, Stop> {
    let from = read_schema(project, arguments.from, &arguments.wanted, io)?;
    let into = read_schema(project, arguments.into, &arguments.wanted, io)?;
    let compare = match arguments.into {
        SchemaArg::Wanted => list_wanted_changes,
        SchemaArg::Database | SchemaArg::Scripts => compare_schemas,
    };
    let changes = compare(&from, &into).map_err(anyhow::Error::from)?;
    for change in &changes {
        writeln!(io.out, "{change}")?;
    }
    if !changes.is_empty() {
        return Ok(Exit::Failed);
    }
    let [from, into] = [arguments.from, arguments.into].map(describe_schema);
    writeln!(io.out, "nothing separates {from} from {into}")?;
    Ok(Exit::Passed)
}

fn read_schema(
    project: &Project,
    which: SchemaArg,
    wanted: &WantedArgs,
    io: &mut Io<'_>,
) -> Result<Connection, Stop> {
    match which {
        SchemaArg::Database => {
            let missing = || format!("there is no database `{}`", project.shown_path().display());
            Ok(project.open_for_reading()?.with_context(missing)?)
        }
        SchemaArg::Scripts => wanted::build_migrated(&project.read_scripts()?),
        SchemaArg::Wanted => {
            Ok(wanted::read_wanted(project, wanted, io)?.context(wanted::NOTHING_WANTED)?)
        }
    }
}

fn describe_schema(which: SchemaArg) -> &'static str {
    match which {
        SchemaArg::Database => "the database",
        SchemaArg::Scripts => "what all scripts give",
        SchemaArg::Wanted => "the wanted schema",
    }
}
