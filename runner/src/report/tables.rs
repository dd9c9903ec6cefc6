//! Shows the tables of a database with their columns and rows, for people.

use std::io::{self, Write};

use workbook_core::rows::Value;
use workbook_core::snapshot::State;

/// How many rows of a table are shown.
const ROWS: usize = 20;

/// Writes every table: its columns, their types, and its first rows.
pub(crate) fn write(state: &State, out: &mut dyn Write) -> io::Result<()> {
    if state.schema.tables.is_empty() {
        writeln!(out, "  no tables")?;
    }
    for (key, table) in &state.schema.tables {
        let rows = &state.rows[key].rows;
        writeln!(out, "  {} ({})", table.name, counted(rows.len()))?;
        let heads = table.columns.iter().map(|column| column.name.to_string()).collect();
        let required = |required| if required { " required" } else { "" };
        let types = table
            .columns
            .iter()
            .map(|column| format!("{}{}", column.declared, required(column.required)));
        let mut lines = vec![heads, types.collect()];
        lines.extend(rows.iter().take(ROWS).map(|row| row.iter().map(Value::to_string).collect()));
        grid(&lines, out)?;
        if rows.len() > ROWS {
            writeln!(out, "    … and {} more", rows.len() - ROWS)?;
        }
    }
    Ok(())
}

fn counted(rows: usize) -> String {
    if rows == 1 { "1 row".to_owned() } else { format!("{rows} rows") }
}

/// Writes lines of cells in columns; the first two lines are the head.
fn grid(lines: &[Vec<String>], out: &mut dyn Write) -> io::Result<()> {
    let columns = lines.first().map_or(0, Vec::len);
    let width =
        |column: usize| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(width).collect();
    for (index, line) in lines.iter().enumerate() {
        let cells = line.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}"));
        writeln!(out, "    {}", cells.collect::<Vec<_>>().join("  ").trim_end())?;
        if index == 1 {
            let rules = widths.iter().map(|width| "-".repeat(*width));
            writeln!(out, "    {}", rules.collect::<Vec<_>>().join("  "))?;
        }
    }
    Ok(())
}
