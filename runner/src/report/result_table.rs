//! Shows the rows of a query as a table, also where there are more of them than memory holds.

use std::io::{self, Write};

use super::tables::cell;

/// How many rows are kept to find the widths of the columns.
const ROWS_KEPT: usize = 1_000;

/// A table that is written as its rows come: a column is as wide as the widest value so far.
pub(crate) struct ResultTable {
    names: Vec<String>,
    widths: Vec<usize>,
    kept: Vec<Vec<String>>,
    count: usize,
}

impl ResultTable {
    /// A table with these columns and no rows yet.
    pub(crate) fn new<'a>(names: impl IntoIterator<Item = &'a str>) -> ResultTable {
        let names: Vec<String> = names.into_iter().map(cell).collect();
        let widths = names.iter().map(|name| name.chars().count()).collect();
        ResultTable { names, widths, kept: Vec::new(), count: 0 }
    }

    /// Adds a row of cells, and writes those that are kept where they are many.
    pub(crate) fn push(&mut self, cells: Vec<String>, out: &mut dyn Write) -> io::Result<()> {
        for (width, cell) in self.widths.iter_mut().zip(&cells) {
            *width = cell.chars().count().max(*width);
        }
        self.kept.push(cells);
        if self.kept.len() < ROWS_KEPT { Ok(()) } else { self.write_kept(out) }
    }

    /// Writes what is left, and how many rows there were.
    pub(crate) fn finish(mut self, out: &mut dyn Write) -> io::Result<()> {
        self.write_kept(out)?;
        writeln!(out, "({} {})", self.count, if self.count == 1 { "row" } else { "rows" })
    }

    fn write_kept(&mut self, out: &mut dyn Write) -> io::Result<()> {
        if self.count == 0 {
            self.write_line(&self.names, out)?;
            let rules: Vec<String> = self.widths.iter().map(|width| "-".repeat(*width)).collect();
            self.write_line(&rules, out)?;
        }
        for row in &self.kept {
            self.write_line(row, out)?;
        }
        self.count += self.kept.len();
        self.kept.clear();
        Ok(())
    }

    fn write_line(&self, cells: &[String], out: &mut dyn Write) -> io::Result<()> {
        let cells = cells.iter().zip(&self.widths).map(|(cell, width)| format!("{cell:width$}"));
        writeln!(out, "{}", cells.collect::<Vec<_>>().join("  ").trim_end())
    }
}
