//! What a script cannot help losing, as data: it stands in the script as a comment and goes to the reader as a line.

use std::fmt;

use super::Half;
use super::stored_type::{column_affinity, is_declared_blob, keeps_text};
use crate::schema::Affinity;
use crate::sql::definition::{ColumnDefinition, TableDefinition};

/// Something that one half of a script loses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    pub half: Half,
    pub table: String,
    pub column: Option<String>,
    pub kind: LossKind,
    /// How many values are lost, if the real database was looked at.
    pub values: Option<i64>,
}

/// What is lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LossKind {
    Table,
    Column,
    /// The column is computed from now on.
    Computed,
    /// Text becomes a number where it is one: `007` is 7 from then on.
    Spelling,
    /// Whole numbers become floating-point numbers.
    Rounding,
    /// Floating-point numbers become text.
    Digits,
    /// The counter of an `AUTOINCREMENT` key.
    Counter,
    /// What was in a required column is gone; this takes its place.
    StandIn {
        value: String,
    },
}

impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let table = &self.table;
        let place = match &self.column {
            Some(column) => format!("{table}.{column}"),
            None => table.clone(),
        };
        match &self.kind {
            LossKind::Table => write!(f, "every row of {table} is lost"),
            LossKind::Column => write!(f, "every value of {place} is lost"),
            LossKind::Computed => {
                write!(f, "every value of {place} is lost: it is computed from now on")
            }
            LossKind::Spelling => {
                write!(f, "text in {place} that is a number becomes that number: '007' becomes 7")
            }
            LossKind::Rounding => {
                write!(f, "numbers in {place} beyond 9007199254740992 are rounded")
            }
            LossKind::Digits => write!(f, "numbers in {place} become text and keep 15 digits"),
            LossKind::Counter => write!(f, "{place} may give the number of a deleted row again"),
            LossKind::StandIn { value } => {
                write!(f, "the old values of {place} are lost: rows get {value}")
            }
        }
    }
}

/// What making `to` of `from` loses, column by column.
pub(super) fn in_table(half: Half, from: &TableDefinition, to: &TableDefinition) -> Vec<Loss> {
    let loss = |column: Option<&ColumnDefinition>, kind| Loss {
        half,
        table: to.name.clone(),
        column: column.map(|column| column.name.clone()),
        kind,
        values: None,
    };
    let mut found = Vec::new();
    for column in from.columns.iter().filter(|column| column.generated.is_none()) {
        let kind = match to.column(&column.name) {
            None => Some(LossKind::Column),
            Some(new) => in_column(column, new),
        };
        found.extend(kind.map(|kind| loss(Some(column), kind)));
    }
    if from.has_autoincrement() && !to.has_autoincrement() {
        found.push(loss(to.rowid_column(), LossKind::Counter));
    }
    found
}

fn in_column(from: &ColumnDefinition, to: &ColumnDefinition) -> Option<LossKind> {
    let (before, after) = (column_affinity(from), column_affinity(to));
    match () {
        () if to.generated.is_some() => Some(LossKind::Computed),
        () if keeps_text(before) && !keeps_text(after) => Some(LossKind::Spelling),
        () if after == Affinity::Real
            && matches!(before, Affinity::Integer | Affinity::Numeric) =>
        {
            Some(LossKind::Rounding)
        }
        // A column without a type may hold numbers; one of blobs is not meant to.
        () if after == Affinity::Text
            && before != Affinity::Integer
            && before != after
            && !is_declared_blob(from) =>
        {
            Some(LossKind::Digits)
        }
        () => None,
    }
}
