//! The value that stands in a required column whose values a script dropped, when the way back has to fill it again.

use std::collections::BTreeSet;

use rusqlite::Connection;

use super::Half;
use super::catalogue::Catalogue;
use super::planned_statements::PlanTask;
use super::stored_type::{column_affinity, is_declared_blob};
use crate::schema::Affinity;
use crate::sql::definition::{ColumnDefinition, ConstraintKind, ReferenceSpec, TableDefinition};
use crate::sql::name::{Name, quote_name};
use crate::sql::token::TokenKind;
use crate::sql::word::{mentioned_names, split_words};

/// The value rows must be given in a column that comes back; none where its default, or NULL, will do.
pub(super) fn needed_stand_in(
    task: &PlanTask<'_>,
    table: &TableDefinition,
    column: &ColumnDefinition,
) -> Option<String> {
    if column.generated.is_some() {
        return None;
    }
    if default_may_fail(task.to, table, column) {
        let takes_null = !table.refuses_null(column);
        let value = if takes_null { "NULL".to_owned() } else { stand_in(task, table, column) };
        return Some(value);
    }
    table.requires_value(column).then(|| stand_in(task, table, column))
}

/// True if one default for all rows may be refused: it repeats, and it need not be the key of a parent.
fn default_may_fail(
    schema: &Catalogue,
    table: &TableDefinition,
    column: &ColumnDefinition,
) -> bool {
    let refers = table.references().any(|reference| reference.columns.contains(&column.name));
    column.default_value().is_some() && (refers || is_unique(schema, table, &column.name))
}

/// An expression for a row of the table, the plainest that its rules let pass as far as they can be tried.
fn stand_in(task: &PlanTask<'_>, table: &TableDefinition, column: &ColumnDefinition) -> String {
    let name = std::slice::from_ref(&column.name);
    let parent = table.references().find(|reference| reference.columns == name);
    if let Some(value) = parent.and_then(|reference| first_parent(task, table, reference)) {
        return value;
    }
    if is_unique(task.to, table, &column.name) {
        return row_number(column);
    }
    let checks = checks_on_column(table, &column.name);
    let mut candidates = list_candidates(column, &checks);
    candidates.extend(list_neighbours(task, table, column, &checks));
    candidates.extend(PLAIN_VALUES.map(str::to_owned));
    let passed = |candidate: &String| {
        let rows = 0..SAMPLES.len();
        rows.filter(|row| {
            checks.iter().all(|check| passes_check(table, column, candidate, check, *row))
        })
        .count()
    };
    // The first of those that pass in the most rows.
    let best = candidates.iter().rev().max_by_key(|candidate| passed(candidate));
    best.unwrap_or(&candidates[0]).clone()
}

/// Values of the other columns of a row in which a check is tried: where they hold numbers, and where text.
const SAMPLES: [[&str; 2]; 7] = [
    ["NULL", "NULL"],
    ["0", "''"],
    ["1", "'a'"],
    ["10", "'m'"],
    ["-5", "'2024-02-29'"],
    ["1000000", "'zz'"],
    ["2.5", "'Z'"],
];

/// Expressions that lie next to the other columns which the checks mention, where these are there to be read.
fn list_neighbours(
    task: &PlanTask<'_>,
    table: &TableDefinition,
    column: &ColumnDefinition,
    checks: &[String],
) -> Vec<String> {
    let Some(before) = task.from.tables.get(&table.name) else { return Vec::new() };
    let mentioned = checks.iter().flat_map(|check| mentioned_names(&split_words(check)));
    let others = table.columns.iter().filter(|other| other.name != column.name);
    let mentioned: BTreeSet<Name> = mentioned.collect();
    let readable = others.filter(|other| {
        mentioned.contains(&other.name) && before.definition.has_column(&other.name)
    });
    let neighbours = readable.flat_map(|other| {
        let name = quote_name(&other.name);
        match column_affinity(column) {
            Affinity::Text => [name.clone(), format!("{name} || 'a'"), "''".to_owned()],
            _ => [name.clone(), format!("{name} + 1"), format!("{name} - 1")],
        }
    });
    neighbours.collect()
}

/// The first row of the parent: any value else would refer to nothing. None when the parent gets its key only later.
fn first_parent(
    task: &PlanTask<'_>,
    table: &TableDefinition,
    reference: &ReferenceSpec,
) -> Option<String> {
    let parent = &task.to.tables.get(&reference.table)?.definition;
    let to = reference
        .to
        .first()
        .cloned()
        .or_else(|| parent.key_columns().first().map(|name| (*name).clone()))?;
    let to = parent.column(&to)?;
    let has_it = task
        .from
        .tables
        .get(&reference.table)
        .is_none_or(|before| before.definition.has_column(&to.name));
    if has_it {
        return Some(format!(
            "(SELECT min({}) FROM {})",
            quote_name(&to.name),
            quote_name(&parent.name)
        ));
    }
    // Rows of the table itself are numbered from 1 as they are copied.
    let numbered_here = table.name == reference.table && parent.is_rowid(&to.name);
    numbered_here.then(|| "1".to_owned())
}

/// Columns and values of the row that is made up in a table which comes back, so that rows that must refer to it can; None
/// where no row needs it.
pub(super) fn parent_row(
    task: &PlanTask<'_>,
    parent: &TableDefinition,
) -> Option<Vec<(String, String)>> {
    if task.half == Half::Up || task.from.tables.contains_key(&parent.name) {
        return None;
    }
    let key = needed_key(task, parent)?;
    let columns = parent.columns.iter().filter(|column| {
        key.contains(&column.name) || parent.requires_value(column) || parent.is_rowid(&column.name)
    });
    let values = columns.filter(|column| column.generated.is_none()).map(|column| {
        let is_number = parent.is_rowid(&column.name);
        let value = if is_number { "1".to_owned() } else { stand_in(task, parent, column) };
        (quote_name(&column.name), value)
    });
    Some(values.collect())
}

/// The columns of a table that comes back to which rows must refer that are there, or that are made up themselves.
fn needed_key(task: &PlanTask<'_>, parent: &TableDefinition) -> Option<Vec<Name>> {
    let tables = task.to.tables.values().map(|table| &table.definition);
    let needing = tables.filter(|table| table.name != parent.name).find_map(|table| {
        let is_there = task.from.tables.contains_key(&table.name);
        table.references().find(|reference| {
            reference.table == parent.name
                && reference.columns.iter().any(|name| must_be_filled(task, table, name))
                && (is_there || needed_key(task, table).is_some())
        })
    })?;
    let key = if needing.to.is_empty() {
        parent.key_columns().into_iter().cloned().collect()
    } else {
        needing.to.clone()
    };
    Some(key)
}

/// True if a column that comes back may not be left empty.
fn must_be_filled(task: &PlanTask<'_>, table: &TableDefinition, column: &Name) -> bool {
    let had_it = task.from.tables.get(&table.name);
    let comes_back = had_it.is_none_or(|before| !before.definition.has_column(column));
    comes_back && table.column(column).is_some_and(|column| table.refuses_null(column))
}

fn is_unique(schema: &Catalogue, table: &TableDefinition, column: &Name) -> bool {
    let mut constraints = table.constraints.iter().map(|constraint| &constraint.kind);
    let mut indexes =
        schema.indexes.values().filter(|index| index.table == table.name && index.is_unique());
    constraints.any(|rule| rule.forbids_duplicates() && rule.columns().contains(&column))
        || indexes.any(|index| index.mentions.contains(column))
}

/// Another value for each row.
fn row_number(column: &ColumnDefinition) -> String {
    match column_affinity(column) {
        Affinity::Text => "CAST(row_number() OVER () AS TEXT)".to_owned(),
        Affinity::Blob if is_declared_blob(column) => {
            "CAST(row_number() OVER () AS BLOB)".to_owned()
        }
        _ => "row_number() OVER ()".to_owned(),
    }
}

fn checks_on_column(table: &TableDefinition, column: &Name) -> Vec<String> {
    let expressions = table.constraints.iter().filter_map(|constraint| match &constraint.kind {
        ConstraintKind::Check { expression, .. } => Some(expression.clone()),
        _ => None,
    });
    expressions
        .filter(|expression| mentioned_names(&split_words(expression)).contains(column))
        .collect()
}

/// What is tried where nothing else fits.
const PLAIN_VALUES: [&str; 4] = ["1", "-1", "'a'", "'aaaaaaaaaa'"];

/// The empty value of the type, then the values that the checks themselves name and those next to them.
fn list_candidates(column: &ColumnDefinition, checks: &[String]) -> Vec<String> {
    let empty = match column_affinity(column) {
        Affinity::Text => "''",
        Affinity::Blob if is_declared_blob(column) => "x''",
        _ => "0",
    };
    let mut found = vec![empty.to_owned()];
    for check in checks {
        let values = split_words(check)
            .into_iter()
            .filter(|word| matches!(word.kind, TokenKind::String | TokenKind::Number));
        found.extend(values.map(|word| word.text.to_owned()));
    }
    let numbers: Vec<i64> = found.iter().filter_map(|value| value.parse().ok()).collect();
    let neighbours =
        numbers.iter().flat_map(|number| [number.saturating_add(1), number.saturating_sub(1)]);
    found.extend(neighbours.map(|number| number.to_string()));
    found
}

/// True if the check lets the value pass in one of the sample rows.
fn passes_check(
    table: &TableDefinition,
    column: &ColumnDefinition,
    candidate: &str,
    check: &str,
    row: usize,
) -> bool {
    let others = table.columns.iter().filter(|other| other.name != column.name);
    let values = others.map(|other| {
        let is_text = usize::from(column_affinity(other) == Affinity::Text);
        format!("{} AS {}", SAMPLES[row][is_text], quote_name(&other.name))
    });
    let others = std::iter::once("1".to_owned()).chain(values).collect::<Vec<_>>().join(", ");
    let row =
        format!("SELECT *, ({candidate}) AS {} FROM (SELECT {others})", quote_name(&column.name));
    let sql = format!("SELECT ({check}) IS NOT FALSE FROM ({row}) AS {}", quote_name(&table.name));
    let tried = Connection::open_in_memory()
        .and_then(|scratch| scratch.query_row(&sql, [], |row| row.get(0)));
    tried.unwrap_or(false)
}
