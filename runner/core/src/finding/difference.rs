//! The sentences about rows and printed lines that differ. What is too long to read is cut, with the number of what is left out.

use super::{LineDifference, Said, list};
use crate::rows::{Row, RowDifference};
use crate::script::Dangling;

pub(super) fn row_kind(difference: &RowDifference, undoing: bool) -> &'static str {
    match difference {
        RowDifference::Columns { .. } => "wrong_columns",
        RowDifference::Missing(_) | RowDifference::Different { .. } if undoing => "data_lost",
        RowDifference::Different { .. } => "different_row",
        RowDifference::Missing(_) => "missing_row",
        RowDifference::Extra(_) => "extra_row",
        RowDifference::OutOfOrder { .. } => "wrong_order",
    }
}

pub(super) fn row_said(place: &str, difference: &RowDifference, undoing: bool) -> Said {
    let again = if undoing { " after the downgrade" } else { "" };
    match difference {
        RowDifference::Columns { expected, actual } => Said::now(format!("{place} has the columns {}", list(actual)))
            .should(&format!("it should have {}", list(expected))),
        RowDifference::Different { column, expected, actual } => {
            let value = |row: &Row| {
                let found = row.0.iter().find(|(name, _)| name == column);
                found.map_or_else(String::new, |(_, value)| short(&value.to_string()))
            };
            Said::now(format!("a row of {place} has {column} = {}{again}", value(actual)))
                .should(&format!("it should be {}", value(expected)))
                .aside(&format!(" (the row is: {})", row_text(actual)))
        }
        RowDifference::Missing(row) => Said::now(format!("a row is missing from {place}{again}: {}", row_text(row))),
        RowDifference::Extra(row) => {
            Said::now(format!("{place} has a row{again} that should not be there: {}", row_text(row)))
        }
        RowDifference::OutOfOrder { position, expected, actual } => {
            Said::now(format!("row {position} of {place} is {}", row_text(actual)))
                .should(&format!("in the right order it is {}", row_text(expected)))
        }
    }
}

pub(super) fn line_said(difference: &LineDifference) -> Said {
    match difference {
        LineDifference::Missing { line, instead } => {
            let said = Said::now(format!("a line is missing from what the program printed: `{}`", short(line)));
            let instead =
                instead.as_ref().map(|other| format!("; it printed `{}`, which should not be there", short(other)));
            said.aside(&instead.unwrap_or_default())
        }
        LineDifference::Extra(line) => {
            Said::now(format!("the program printed a line that should not be there: `{}`", short(line)))
        }
        LineDifference::Different { number, expected, actual } => {
            Said::now(format!("line {number} of what the program printed is `{}`", short(actual)))
                .should(&format!("it should be `{}`", short(expected)))
        }
        LineDifference::OutOfOrder { number, expected, actual } => {
            Said::now(format!("the right lines were printed in another order: line {number} is `{}`", short(actual)))
                .should(&format!("it should be `{}`", short(expected)))
        }
    }
}

/// Names rows that refer to nothing: `p_id = 99 where id = 7`.
pub(super) fn dangling_said(found: &Dangling) -> Said {
    let Dangling { child, parent, count, elsewhere, rows, .. } = found;
    let refer = if *count == 1 { "1 row refers" } else { &format!("{count} rows refer") };
    let mut named: Vec<String> =
        rows.iter().map(|row| format!("{} where {}", row_text(&row.refers), row_text(&row.key))).collect();
    if let Some(more) = count.checked_sub(rows.len()).filter(|more| *more > 0) {
        named.push(format!("and {more} more"));
    }
    let elsewhere = match elsewhere {
        0 => String::new(),
        1 => "; 1 row of another table does so too".to_owned(),
        count => format!("; {count} rows of other tables do so too"),
    };
    let named = named.join("; ");
    Said::now(format!("in `{child}`, {refer} to a row of `{parent}` that does not exist: {named}{elsewhere}"))
}

/// The text, or its first and last characters with the number of those between them that are left out.
pub(super) fn cut(text: &str, first: usize, last: usize) -> String {
    let count = text.chars().count();
    let Some(left_out) = count.checked_sub(first + last).filter(|left_out| *left_out > 0) else {
        return text.to_owned();
    };
    let head: String = text.chars().take(first).collect();
    let tail: String = text.chars().skip(count - last).collect();
    format!("{head}… ({left_out} characters left out) …{tail}")
}

/// A value or a line, cut so that what is beside it can still be seen.
fn short(text: &str) -> String {
    cut(text, 200, 50)
}

fn row_text(row: &Row) -> String {
    let values = row.0.iter().map(|(column, value)| format!("{column} = {}", short(&value.to_string())));
    values.collect::<Vec<_>>().join(", ")
}

pub(super) fn and_more(count: usize, noun: &str) -> String {
    match count {
        0 => String::new(),
        1 => format!(" (and 1 more {noun} differs)"),
        _ => format!(" (and {count} more {noun}s differ)"),
    }
}
