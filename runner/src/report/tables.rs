//! Shows the tables of a database with their columns and rows, for people.

use std::fmt::Display;
use std::io::{self, Write};

use workbook_core::grade::shorten;
use workbook_core::snapshot::{Overview, OverviewSize};

use super::CELL;
use crate::terminal::escape_hidden;

/// The most rows of a table, columns of a table and tables that are shown.
const ROWS: usize = 20;
const COLUMNS: usize = 30;
const TABLES: usize = 100;

/// What is shown of a database: no more need be read.
pub(crate) const SHOWN: OverviewSize =
    OverviewSize { tables: TABLES, columns: COLUMNS, rows: ROWS };

/// Writes every table: its columns, their types, and its first rows.
pub(crate) fn write(database: &Overview, out: &mut dyn Write) -> io::Result<()> {
    if database.schema.tables.is_empty() {
        writeln!(out, "  no tables")?;
    }
    for (key, shown) in &database.tables {
        let table = &database.schema.tables[key];
        writeln!(out, "  {} ({})", cell(&table.name), counted(shown.count))?;
        let columns = || table.columns.iter().take(COLUMNS);
        let types = columns().map(|column| {
            let required = if column.required { " required" } else { "" };
            cell(format!("{}{required}", column.declared))
        });
        let mut lines = vec![columns().map(|column| cell(&column.name)).collect(), types.collect()];
        lines.extend(shown.rows.rows.iter().map(|row| row.iter().map(cell).collect()));
        grid(&lines, out)?;
        write_rest(table.columns.len(), COLUMNS, " columns", out)?;
        write_rest(shown.count, ROWS, "", out)?;
    }
    write_rest(database.schema.tables.len(), TABLES, " tables", out)
}

fn write_rest(all: usize, shown: usize, of: &str, out: &mut dyn Write) -> io::Result<()> {
    if all > shown {
        writeln!(out, "    … and {} more{of}", all - shown)?;
    }
    Ok(())
}

/// A value or a name on one line, as wide as it will be.
pub(crate) fn cell(value: impl Display) -> String {
    shorten(&escape_hidden(&value.to_string()), CELL).replace('\n', "\\n").replace('\t', "\\t")
}

fn counted(rows: usize) -> String {
    if rows == 1 { "1 row".to_owned() } else { format!("{rows} rows") }
}

/// Writes lines of cells in columns; the first two lines are the head.
fn grid(lines: &[Vec<String>], out: &mut dyn Write) -> io::Result<()> {
    let columns = lines.first().map_or(0, Vec::len);
    let widths: Vec<usize> = (0..columns)
        .map(|column| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or(0))
        .collect();
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
