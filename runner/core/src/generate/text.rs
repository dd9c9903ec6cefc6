//! Writes single statements. A text that its author laid out over several lines stays as it is; one on a single line
//! is laid out.

use std::collections::BTreeSet;

use super::Half;
use super::catalogue::Object;
use crate::sql::create_table::parse_create_table;
use crate::sql::definition::{ColumnDefinition, ConstraintKind, ConstraintSpec, TableDefinition};
use crate::sql::name::{Name, quote_name};
use crate::sql::normalize::tidy_words;
use crate::sql::token::tokenize;
use crate::sql::word::{Word, split_words};

/// Longer statements are broken.
const WIDTH: usize = 100;

/// The names that may lose needless quotes, and whether any may: the way back restores a text as it was.
pub(super) struct Style {
    pub(super) half: Half,
    pub(super) names: BTreeSet<Name>,
}

impl Style {
    fn keeps_layout(&self, sql: &str) -> bool {
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
        let laid_out = if self.keeps_layout(&sql) {
            None
        } else {
            parse_create_table(&sql).map(|read| self.lay_out(&read))
        };
        laid_out.unwrap_or_else(|| end_statement(&sql))
    }

    fn lay_out(&self, definition: &TableDefinition) -> String {
        let items =
            definition.items.iter().map(|span| self.tidy_sql(&definition.sql[span.clone()]));
        let items = items.collect::<Vec<_>>().join(",\n  ");
        let tail = self.tidy_sql(&definition.sql[definition.tail.clone()]);
        format!("CREATE TABLE {} (\n  {items}\n{tail};", quote_name(&definition.name))
    }

    fn tidy_sql(&self, sql: &str) -> String {
        tidy_words(&split_words(sql), &self.names)
    }

    /// `CREATE INDEX`, `VIEW` or `TRIGGER`.
    pub(super) fn create_object(&self, object: &Object, kind: ObjectKind) -> String {
        let is_laid_out = self.keeps_layout(&object.sql) || kind != ObjectKind::Index;
        let sql = if is_laid_out { object.sql.clone() } else { self.tidy_sql(&object.sql) };
        end_statement(&sql)
    }

    /// The definition of a column with the constraints that stand elsewhere in the text of its table.
    pub(super) fn column_text(
        &self,
        definition: &TableDefinition,
        column: &ColumnDefinition,
        apart: &[&ConstraintSpec],
    ) -> String {
        let mut text = self.tidy_sql(&definition.sql[column.span.clone()]);
        for constraint in apart {
            text.push(' ');
            text.push_str(&tidy_words(&beside_column(definition, constraint), &self.names));
        }
        text
    }
}

/// A statement with its semicolon, which a comment at the end must not swallow.
pub(super) fn end_statement(sql: &str) -> String {
    let comment = tokenize(sql).pop().is_some_and(|last| sql[last.span].starts_with("--"));
    if comment { format!("{sql}\n;") } else { format!("{sql};") }
}

/// Kind of an object that is no table.
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
    let mentions = words.windows(2).filter(|pair| {
        pair[1].is(".")
            && definition.name == *pair[0].name()
            && pair[0].span.start > definition.name_span.start
    });
    let mut spans = vec![definition.name_span.clone()];
    spans.extend(mentions.map(|pair| pair[0].span.clone()));
    let mut text = sql.clone();
    for span in spans.into_iter().rev() {
        text.replace_range(span, &quote_name(name));
    }
    text
}

/// `INSERT OR ABORT INTO … SELECT …`, on two lines when it is long. A row that breaks a rule ends the script, whatever the
/// table itself says of a conflict.
pub(super) fn copy_rows(into: &str, from: &str, columns: &[(String, String)]) -> String {
    let (names, values): (Vec<&str>, Vec<&str>) =
        columns.iter().map(|(name, value)| (name.as_str(), value.as_str())).unzip();
    let insert = format!("INSERT OR ABORT INTO {} ({})", quote_name(into), names.join(", "));
    let select = format!("SELECT {} FROM {};", values.join(", "), quote_name(from));
    let gap = if insert.len() + select.len() < WIDTH { ' ' } else { '\n' };
    format!("{insert}{gap}{select}")
}
