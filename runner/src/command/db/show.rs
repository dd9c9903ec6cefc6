//! `workbook db show`: the tables of the database with their columns and rows.

use workbook_core::schema::inspect;
use workbook_core::snapshot::Overview;

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
    let mut schema = project.explain_failure(inspect::schema(&connection))?;
    if let Some(wanted) = table {
        if schema.table(wanted).is_none() {
            let names: Vec<String> =
                schema.tables.values().map(|table| format!("`{}`", table.name)).collect();
            return Err(report_no_table(wanted, &names).into());
        }
        schema.tables.retain(|name, _| name == wanted);
    }
    let shown = Overview::read(&connection, schema, tables::SHOWN);
    tables::write(&project.explain_failure(shown)?, io.out)?;
    Ok(Exit::Passed)
}

fn report_no_table(wanted: &str, names: &[String]) -> anyhow::Error {
    let known = if names.is_empty() { "no tables".to_owned() } else { names.join(", ") };
    anyhow::anyhow!("there is no table `{wanted}`\nhint: the database has {known}")
}
