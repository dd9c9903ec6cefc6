//! Compares the schema after a way back with the one before the script: the tables by what they do, and what is
//! around them.

use rusqlite::Connection;

use super::Halt;
use crate::finding::RuleProblem;
use crate::generate::{self, Change, Done};
use crate::schema::check::checks;
use crate::schema::diff::{Insist, diff};
use crate::schema::{Table, inspect};
use crate::sql::normalize::normalize;

/// Finds the first thing that is not in `back` as it is in `before`; the order of columns and the words do not count.
pub(super) fn find_not_restored(
    before: &Connection,
    back: &Connection,
) -> Result<Option<RuleProblem>, Halt> {
    let old = inspect::schema(before)?;
    let new = inspect::schema(back)?;
    let insist = Insist { autoincrement: true, ..Insist::default() };
    if let Some(change) = diff(&old, &new, insist).into_iter().next() {
        return Ok(Some(RuleProblem::NotRestored { change }));
    }
    for table in old.tables.values() {
        if normalize_checks(before, table)? != normalize_checks(back, table)? {
            return Ok(Some(report_not_restored(Done::Changed, "a check", &table.name)));
        }
    }
    let changes = generate::list_changes(before, back, &[])?;
    Ok(changes.into_iter().find_map(|change| match change {
        Change::Index { done, index, table } => {
            Some(report_not_restored(done, &format!("the index `{index}`"), &table))
        }
        Change::Trigger { done, trigger, table } => {
            Some(report_not_restored(done, &format!("the trigger `{trigger}`"), &table))
        }
        Change::View { done, view } => Some(RuleProblem::OtherNotRestored {
            done,
            what: format!("the view `{view}`"),
            table: None,
        }),
        Change::Strict { table, .. } | Change::WithoutRowid { table, .. } => {
            Some(report_not_restored(Done::Changed, "the kind", &table))
        }
        _ => None,
    }))
}

fn report_not_restored(done: Done, what: &str, table: &str) -> RuleProblem {
    RuleProblem::OtherNotRestored {
        done,
        what: format!("{what} of `{table}`"),
        table: Some(table.into()),
    }
}

/// The checks of a table, word by word.
fn normalize_checks(connection: &Connection, table: &Table) -> Result<Vec<String>, Halt> {
    let found = checks(connection, table)?;
    let mut found: Vec<String> = found.iter().map(|check| normalize(&check.expression)).collect();
    found.sort();
    Ok(found)
}
