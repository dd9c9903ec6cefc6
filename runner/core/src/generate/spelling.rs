//! Brings texts of a schema that mean the same to one spelling, so that another one is no change.

use std::collections::BTreeSet;

use crate::sql::bracket::closing_bracket;
use crate::sql::create_table::parse_create_table;
use crate::sql::definition::{ConstraintKind, TableDefinition};
use crate::sql::name::{Name, quote_text};
use crate::sql::normalize::normalize_words;
use crate::sql::token::TokenKind;
use crate::sql::word::{Word, split_words};

/// Brings the rules of a table to one spelling. Its text keeps its own, but for texts in double quotes, which SQLite
/// itself rewrites as soon as any column of the schema is dropped.
pub(super) fn level_table(mut definition: TableDefinition) -> TableDefinition {
    let names = column_names(&definition);
    let checks = definition.constraints.iter().filter_map(|constraint| match constraint.kind {
        ConstraintKind::Check { .. } => Some(constraint.span.clone()),
        _ => None,
    });
    let mut checks: Vec<_> = checks.collect();
    checks.sort_by_key(|span| span.start);
    let mut sql = definition.sql.clone();
    for span in checks.into_iter().rev() {
        let leveled = quote_texts(&definition.sql[span.clone()], &names);
        sql.replace_range(span, &leveled);
    }
    if sql != definition.sql
        && let Some(read) = parse_create_table(&sql)
    {
        definition = TableDefinition { name: definition.name, ..read };
    }
    for constraint in &mut definition.constraints {
        if let ConstraintKind::Check { expression, .. } = &mut constraint.kind {
            *expression = level_expression(expression);
        }
    }
    definition.constraints.sort_by(|one, two| (&one.kind, &one.name).cmp(&(&two.kind, &two.name)));
    // A rule that is given twice rules once.
    definition
        .constraints
        .dedup_by(|one, two| one == two && matches!(one.kind, ConstraintKind::Check { .. }));
    for column in &mut definition.columns {
        if let Some(default) = &mut column.default {
            default.clause = level_default(&default.clause);
        }
        column.default.take_if(|default| default.name.is_none() && default.clause == "null");
        column
            .collation
            .take_if(|collation| collation.name.is_none() && collation.clause == "binary");
    }
    definition
}

/// A default without a sign that says nothing.
pub(super) fn level_default(clause: &str) -> String {
    match clause.strip_prefix('+').map(str::trim_start) {
        Some(number) if number.starts_with(|c: char| c.is_ascii_digit()) => number.to_owned(),
        _ => clause.to_owned(),
    }
}

/// Words with one sign for each comparison.
pub(super) fn level_operators(words: &mut [Word<'_>]) {
    for word in words {
        word.text = match word.text {
            "!=" => "<>",
            "==" => "=",
            other => other,
        };
    }
}

/// An expression with one sign for each comparison and without brackets about the whole of it.
fn level_expression(expression: &str) -> String {
    let mut words = split_words(expression);
    level_operators(&mut words);
    let mut words = &words[..];
    while let Some(inner) = inside_brackets(words) {
        words = inner;
    }
    normalize_words(words)
}

/// What stands in the brackets about all of the words, if there are any.
fn inside_brackets<'a, 'b>(words: &'b [Word<'a>]) -> Option<&'b [Word<'a>]> {
    let [first, inner @ .., _] = words else { return None };
    let is_query = inner.first().is_some_and(|word| word.is_any(&["SELECT", "VALUES", "WITH"]));
    let is_bracket = first.is("(") && closing_bracket(words, 0) == Some(words.len() - 1);
    (is_bracket && !is_query).then_some(inner)
}

fn column_names(definition: &TableDefinition) -> BTreeSet<Name> {
    let columns = definition.columns.iter().map(|column| column.name.clone());
    columns.chain(["rowid", "oid", "_rowid_"].map(Name::from)).collect()
}

/// The text of an index, whose texts in double quotes are texts.
pub(super) fn level_index(sql: &str, table: &TableDefinition) -> String {
    let start = sql.find('(').unwrap_or(sql.len());
    format!("{}{}", &sql[..start], quote_texts(&sql[start..], &column_names(table)))
}

/// Puts single quotes about what stands in double ones and names no column: SQLite takes it for a text.
fn quote_texts(sql: &str, columns: &BTreeSet<Name>) -> String {
    let words = split_words(sql);
    let mut text = sql.to_owned();
    for at in (0..words.len()).rev() {
        let word = &words[at];
        let before = at.checked_sub(1).map(|at| &words[at]);
        let is_something_else = before
            .is_some_and(|word| word.is_any(&[".", "COLLATE", "AS", "CONSTRAINT"]))
            || words.get(at + 1).is_some_and(|next| next.is_any(&[".", "("]));
        let is_text = word.kind == TokenKind::Quoted && word.text.starts_with('"');
        if is_text && !is_something_else && !columns.contains(&Name::from(word.name())) {
            text.replace_range(word.span.clone(), &quote_text(&word.name()));
        }
    }
    text
}
