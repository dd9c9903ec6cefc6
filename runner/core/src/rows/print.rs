//! Prints what statements return as `sqlite3 -header -column -nullvalue NULL` does: what the book shows, and what a page says
//! of a statement that its reader has changed.

use std::fmt::Write as _;

use rusqlite::fallible_iterator::FallibleIterator as _;
use rusqlite::types::ValueRef;
use rusqlite::{Batch, Connection, Result};

/// Runs statements and returns what the shell would print; of a longer result the rows that `most` bytes have room for.
///
/// # Errors
/// The first statement that fails.
pub fn print_results(connection: &Connection, sql: &str, most: usize) -> Result<String> {
    let mut printed = String::new();
    let mut batch = Batch::new(connection, sql);
    while let Some(mut statement) = batch.next()? {
        let names: Vec<String> = statement.column_names().into_iter().map(str::to_owned).collect();
        let is_plan = statement.is_explain() == 2;
        let mut rows = statement.raw_query();
        let mut lines: Vec<Vec<String>> = Vec::new();
        let (mut room, mut more) = (most.saturating_sub(printed.len()), 0_usize);
        while let Some(row) = rows.next()? {
            let line: Vec<String> =
                (0..names.len()).map(|at| row.get_ref(at).map(cell)).collect::<Result<_>>()?;
            let size: usize = line.iter().map(String::len).sum();
            if size <= room {
                room -= size;
                lines.push(line);
            } else {
                more += 1;
                room = 0;
            }
        }
        if is_plan {
            printed.push_str("QUERY PLAN\n");
            plan(&lines, "0", "", &mut printed);
        } else if !lines.is_empty() {
            table(&names, &lines, &mut printed);
        }
        if more > 0 {
            _ = writeln!(printed, "… ({more} more rows)");
        }
    }
    Ok(printed)
}

fn cell(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Null => "NULL".to_owned(),
        ValueRef::Integer(number) => number.to_string(),
        // The shell shows 15 digits, and a point in every number that is not whole by its type.
        ValueRef::Real(number) => {
            let rounded: f64 = format!("{number:.14e}").parse().unwrap_or(number);
            format!("{rounded:?}")
        }
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => {
            String::from_utf8_lossy(bytes).into_owned()
        }
    }
}

/// Columns as wide as their widest line, two blanks between them, a rule under the names.
fn table(names: &[String], rows: &[Vec<String>], printed: &mut String) {
    let width = |column: usize| {
        let cells = rows.iter().map(|row| &row[column]).chain([&names[column]]);
        cells.flat_map(|cell| cell.lines()).map(|line| line.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..names.len()).map(width).collect();
    let rule: Vec<String> = widths.iter().map(|width| "-".repeat(*width)).collect();
    for row in [names.to_vec(), rule].iter().chain(rows) {
        // A text of several lines goes on below itself.
        let height = row.iter().map(|cell| cell.lines().count()).max().unwrap_or(1).max(1);
        for index in 0..height {
            let pieces = row
                .iter()
                .zip(&widths)
                .map(|(cell, width)| format!("{:width$}", cell.lines().nth(index).unwrap_or("")));
            printed.push_str(pieces.collect::<Vec<_>>().join("  ").trim_end());
            printed.push('\n');
        }
    }
}

/// The tree of `EXPLAIN QUERY PLAN`, whose rows are an id, the id of the parent, a number, and words.
fn plan(rows: &[Vec<String>], parent: &str, before: &str, printed: &mut String) {
    let children: Vec<&Vec<String>> = rows.iter().filter(|row| row[1] == parent).collect();
    for (index, row) in children.iter().enumerate() {
        let last = index + 1 == children.len();
        printed.push_str(&format!("{before}{}{}\n", if last { "`--" } else { "|--" }, row[3]));
        plan(rows, &row[0], &format!("{before}{}", if last { "   " } else { "|  " }), printed);
    }
}
