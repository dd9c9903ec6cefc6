//! What stands in a required column whose values a script dropped, when the way back has to fill it again.

use rusqlite::Connection;

use super::catalogue::Catalogue;
use super::plan::PlanTask;
use super::stored_type::{column_affinity, is_declared_blob};
use crate::schema::Affinity;
use crate::sql::definition::{ColumnDefinition, ConstraintKind, ReferenceSpec, TableDefinition};
use crate::sql::name::{lookup_key, quote_name};
use crate::sql::token::TokenKind;
use crate::sql::word::{mentioned_names, split_words};

/// What rows must be given in a column that comes back; none where its default, or NULL, will do.
pub(super) fn needed(
    task: &PlanTask<'_>,
    table: &TableDefinition,
    column: &ColumnDefinition,
) -> Option<String> {
    let schema = task.to;
    let name = lookup_key(&column.name);
    let refers = table.references().any(|reference| reference.columns.contains(&name));
    // One default for all rows repeats, and it need not be the key of a parent.
    let default_may_fail =
        column.default_value().is_some() && (refers || is_unique(schema, table, &name));
    match () {
        () if column.generated.is_some() => None,
        () if default_may_fail && !table.refuses_null(column) => Some("NULL".to_owned()),
        () if default_may_fail || table.requires_value(column) => {
            Some(stand_in(task, table, column))
        }
        () => None,
    }
}

/// An expression for a row of the table, the plainest that its rules let pass as far as they can be tried.
fn stand_in(task: &PlanTask<'_>, table: &TableDefinition, column: &ColumnDefinition) -> String {
    let name = lookup_key(&column.name);
    let parent = table.references().find(|reference| reference.columns == [name.as_str()]);
    if let Some(value) = parent.and_then(|reference| first_parent(task, table, reference)) {
        return value;
    }
    if is_unique(task.to, table, &name) {
        return numbered(column);
    }
    let checks = checks(table, &name);
    let candidates = candidates(column, &checks);
    let fits =
        |candidate: &&String| checks.iter().all(|check| passes(table, column, candidate, check));
    candidates.iter().find(fits).unwrap_or(&candidates[0]).clone()
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
        .or_else(|| parent.key_columns().first().map(|name| (*name).to_owned()))?;
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
    let numbered_here = lookup_key(&table.name) == reference.table && parent.is_rowid(&to.name);
    numbered_here.then(|| "1".to_owned())
}

fn is_unique(schema: &Catalogue, table: &TableDefinition, column: &str) -> bool {
    let in_rule = |rule: &ConstraintKind| {
        !matches!(rule, ConstraintKind::ForeignKey(_)) && rule.columns().contains(&column)
    };
    let own = lookup_key(&table.name);
    let mut indexes =
        schema.indexes.values().filter(|index| index.table == own && index.is_unique());
    table.constraints.iter().any(|constraint| in_rule(&constraint.kind))
        || indexes.any(|index| index.mentions.contains(column))
}

/// Another value for each row.
fn numbered(column: &ColumnDefinition) -> String {
    match column_affinity(column) {
        Affinity::Text => "CAST(row_number() OVER () AS TEXT)".to_owned(),
        Affinity::Blob if is_declared_blob(column) => {
            "CAST(row_number() OVER () AS BLOB)".to_owned()
        }
        _ => "row_number() OVER ()".to_owned(),
    }
}

fn checks(table: &TableDefinition, column: &str) -> Vec<String> {
    let expressions = table.constraints.iter().filter_map(|constraint| match &constraint.kind {
        ConstraintKind::Check { expression, .. } => Some(expression.clone()),
        _ => None,
    });
    expressions
        .filter(|expression| mentioned_names(&split_words(expression)).contains(column))
        .collect()
}

/// The empty value of the type, then the values that the checks themselves name, then a few plain ones.
fn candidates(column: &ColumnDefinition, checks: &[String]) -> Vec<String> {
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
    let next_to =
        |number: &i64| [number.saturating_add(1).to_string(), number.saturating_sub(1).to_string()];
    found.extend(numbers.iter().flat_map(next_to));
    found.extend(["1", "-1", "'a'", "'aaaaaaaaaa'"].map(str::to_owned));
    found
}

/// Whether the check lets the value pass in a row that is otherwise empty.
fn passes(
    table: &TableDefinition,
    column: &ColumnDefinition,
    candidate: &str,
    check: &str,
) -> bool {
    let value = |other: &ColumnDefinition| {
        let is_it = other.name == column.name;
        format!("{} AS {}", if is_it { candidate } else { "NULL" }, quote_name(&other.name))
    };
    let row = table.columns.iter().map(value).collect::<Vec<_>>().join(", ");
    let sql =
        format!("SELECT ({check}) IS NOT FALSE FROM (SELECT {row}) AS {}", quote_name(&table.name));
    let tried = Connection::open_in_memory()
        .and_then(|scratch| scratch.query_row(&sql, [], |row| row.get(0)));
    tried.unwrap_or(false)
}
