//! Writes single statements. A text that its author laid out over several lines stays as it is; one on a single line
//! is laid out.

use std::collections::BTreeSet;

use super::Half;
use super::catalogue::Object;
use crate::sql::create_table::parse_create_table;
use crate::sql::definition::{ColumnDefinition, ConstraintKind, ConstraintSpec, TableDefinition};
use crate::sql::name::{lookup_key, quote_name};
use crate::sql::normalize::tidy_words;
use crate::sql::token::tokenize;
use crate::sql::word::{Word, split_words};

/// Longer statements are broken.
const WIDTH: usize = 100;

/// The names that may lose needless quotes, and whether any may: the way back restores a text as it was.
pub(super) struct Style {
    pub(super) half: Half,
    pub(super) names: BTreeSet<String>,
}

impl Style {
    fn keeps(&self, sql: &str) -> bool {
        self.half == Half::Down || sql.contains('\n')
    }

    /// `CREATE TABLE`, under another name if it must be.
    pub(super) fn create_table(
        &self,
        definition: &TableDefinition,
        temporary: Option<&str>,
    ) -> String {
        let sql =
            temporary.map_or_else(|| definition.sql.clone(), |name| under_name(definition, name));
        let laid_out = if self.keeps(&sql) {
            None
        } else {
            parse_create_table(&sql).map(|read| self.lay_out(&read))
        };
        laid_out.unwrap_or_else(|| ended(&sql))
    }

    fn lay_out(&self, definition: &TableDefinition) -> String {
        let tidied = |span: &std::ops::Range<usize>| {
            tidy_words(&split_words(&definition.sql[span.clone()]), &self.names)
        };
        let items: Vec<String> = definition.items.iter().map(tidied).collect();
        let name = quote_name(&definition.name);
        format!("CREATE TABLE {name} (\n  {}\n{};", items.join(",\n  "), tidied(&definition.tail))
    }

    /// `CREATE INDEX`, `VIEW` or `TRIGGER`.
    pub(super) fn create(&self, object: &Object, kind: ObjectKind) -> String {
        let is_laid_out = self.keeps(&object.sql) || kind != ObjectKind::Index;
        let sql = if is_laid_out {
            object.sql.clone()
        } else {
            tidy_words(&split_words(&object.sql), &self.names)
        };
        ended(&sql)
    }

    /// The definition of a column with the constraints that stand elsewhere in the text of its table.
    pub(super) fn column(
        &self,
        definition: &TableDefinition,
        column: &ColumnDefinition,
        apart: &[&ConstraintSpec],
    ) -> String {
        let mut text = tidy_words(&split_words(&definition.sql[column.span.clone()]), &self.names);
        for constraint in apart {
            text.push(' ');
            text.push_str(&tidy_words(&beside_column(definition, constraint), &self.names));
        }
        text
    }
}

/// A statement with its semicolon, which a comment at the end must not swallow.
pub(super) fn ended(sql: &str) -> String {
    let comment = tokenize(sql).pop().is_some_and(|last| sql[last.span].starts_with("--"));
    if comment { format!("{sql}\n;") } else { format!("{sql};") }
}

/// What an object is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ObjectKind {
    Index,
    View,
    Trigger,
}

/// The words of a table's constraint as they stand beside a column: a foreign key loses the list of its columns.
fn beside_column<'a>(
    definition: &'a TableDefinition,
    constraint: &ConstraintSpec,
) -> Vec<Word<'a>> {
    let mut words = split_words(&definition.sql[constraint.span.clone()]);
    if matches!(constraint.kind, ConstraintKind::ForeignKey(_)) {
        let from = words.iter().position(|word| word.is("FOREIGN")).unwrap_or(0);
        let to = words.iter().position(|word| word.is("REFERENCES")).unwrap_or(from);
        words.drain(from..to);
    }
    words
}

/// The text of the table under another name; checks that call their table by its name follow.
fn under_name(definition: &TableDefinition, name: &str) -> String {
    let sql = &definition.sql;
    let words = split_words(sql);
    let own = lookup_key(&definition.name);
    let is_own = |pair: &[Word<'_>]| pair[1].is(".") && lookup_key(&pair[0].name()) == own;
    let mentions = words
        .windows(2)
        .filter(|pair| pair[0].span.start > definition.name_span.start && is_own(pair));
    let mut spans: Vec<_> = mentions.map(|pair| pair[0].span.clone()).collect();
    spans.insert(0, definition.name_span.clone());
    let mut text = sql.clone();
    for span in spans.into_iter().rev() {
        text.replace_range(span, &quote_name(name));
    }
    text
}

/// `INSERT INTO … SELECT …`, on two lines when it is long.
pub(super) fn copy(into: &str, from: &str, columns: &[(String, String)]) -> String {
    let list = |part: fn(&(String, String)) -> &str| {
        columns.iter().map(part).collect::<Vec<_>>().join(", ")
    };
    let insert = format!("INSERT INTO {} ({})", quote_name(into), list(|(name, _)| name));
    let select = format!("SELECT {} FROM {};", list(|(_, value)| value), quote_name(from));
    let gap = if insert.len() + select.len() < WIDTH { ' ' } else { '\n' };
    format!("{insert}{gap}{select}")
}
