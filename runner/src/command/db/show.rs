//! `workbook db show`: the tables of the database with their columns and rows.

use workbook_core::snapshot::State;

use super::{Io, Project, Stop};
use crate::exit::Exit;
use crate::report::tables;

/// Prints one table, or all.
pub(super) fn run(project: &Project, table: Option<&str>, io: &mut Io<'_>) -> Result<Exit, Stop> {
    let Some(connection) = project.open_for_reading()? else {
        writeln!(
            io.out,
            "there is no database `{}` yet; `workbook db upgrade` makes it",
            project.shown_path().display()
        )?;
        return Ok(Exit::Passed);
    };
    let mut state = project.explain_failure(State::read(&connection))?;
    if let Some(wanted) = table {
        if state.schema.table(wanted).is_none() {
            let names: Vec<String> =
                state.schema.tables.values().map(|table| format!("`{}`", table.name)).collect();
            return Err(report_no_table(wanted, &names).into());
        }
        state.schema.tables.retain(|name, _| name == wanted);
    }
    tables::write(&state, io.out)?;
    Ok(Exit::Passed)
}

fn report_no_table(wanted: &str, names: &[String]) -> anyhow::Error {
    let known = if names.is_empty() { "no tables".to_owned() } else { names.join(", ") };
    anyhow::anyhow!("there is no table `{wanted}`\nhint: the database has {known}")
}
