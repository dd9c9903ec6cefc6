//! The value that stands in a required column whose values a script dropped, when the way back has to fill it again.

use rusqlite::Connection;

use super::catalogue::Catalogue;
use super::plan::PlanTask;
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
    let candidates = list_candidates(column, &checks);
    let mut fitting = candidates.iter().filter(|candidate| {
        checks.iter().all(|check| passes_check(table, column, candidate, check))
    });
    fitting.next().unwrap_or(&candidates[0]).clone()
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

/// The empty value of the type, then the values that the checks themselves name, then a few plain ones.
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
    found.extend(["1", "-1", "'a'", "'aaaaaaaaaa'"].map(str::to_owned));
    found
}

/// True if the check lets the value pass in a row that is otherwise empty.
fn passes_check(
    table: &TableDefinition,
    column: &ColumnDefinition,
    candidate: &str,
    check: &str,
) -> bool {
    let values = table.columns.iter().map(|other| {
        let value = if other.name == column.name { candidate } else { "NULL" };
        format!("{value} AS {}", quote_name(&other.name))
    });
    let row = values.collect::<Vec<_>>().join(", ");
    let sql =
        format!("SELECT ({check}) IS NOT FALSE FROM (SELECT {row}) AS {}", quote_name(&table.name));
    let tried = Connection::open_in_memory()
        .and_then(|scratch| scratch.query_row(&sql, [], |row| row.get(0)));
    tried.unwrap_or(false)
}
