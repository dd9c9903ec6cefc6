//! What a script cannot help losing, as data: it stands in the script as a comment and goes to the reader as a line.

use std::fmt;

use super::Half;
use super::stored_type::{column_affinity, is_declared_blob, keeps_text};
use crate::schema::Affinity;
use crate::sql::definition::{ColumnDefinition, TableDefinition};
use crate::sql::name::Name;

/// Something that one half of a script loses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    pub half: Half,
    pub table: Name,
    pub column: Option<Name>,
    pub kind: LossKind,
    /// Number of values that are lost, if the real database was looked at.
    pub values: Option<i64>,
}

/// Kind of values that are lost.
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
    /// The values of a required column are gone; this takes their place.
    StandIn {
        value: String,
    },
    /// A rebuild gives the rows other numbers (`rowid`), and something reads them.
    RowNumbers,
    /// A virtual table is made anew, and nothing can be copied into it.
    Refill,
    /// A row is made up in a table that comes back, for the rows that must refer to one.
    MadeUpRow,
}

impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let table = &self.table;
        let place = match &self.column {
            Some(column) => format!("{table}.{column}"),
            None => table.to_string(),
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
            LossKind::RowNumbers => {
                write!(f, "the rows of {place} get other numbers (rowid), which something reads")
            }
            LossKind::Refill => {
                write!(
                    f,
                    "every row of {place} is lost: it is made anew, and has to be filled again"
                )
            }
            LossKind::MadeUpRow => {
                write!(f, "the rows of {place} are lost: one is made up for those that refer to it")
            }
            LossKind::StandIn { value } => {
                write!(f, "the old values of {place} are lost: rows get {value}")
            }
        }
    }
}

impl Loss {
    pub(super) fn new(half: Half, table: &Name, column: Option<&Name>, kind: LossKind) -> Loss {
        Loss { half, table: table.clone(), column: column.cloned(), kind, values: None }
    }
}

/// Lists the values that are lost when a table changes, column by column.
pub(super) fn list_losses(half: Half, from: &TableDefinition, to: &TableDefinition) -> Vec<Loss> {
    let mut found = Vec::new();
    for column in from.columns.iter().filter(|column| column.generated.is_none()) {
        let kind = match to.column(&column.name) {
            None => Some(LossKind::Column),
            Some(new) => loss_of_column(column, new),
        };
        found.extend(kind.map(|kind| Loss::new(half, &to.name, Some(&column.name), kind)));
    }
    if from.has_autoincrement() && !to.has_autoincrement() {
        let key = to.rowid_column().map(|column| &column.name);
        found.push(Loss::new(half, &to.name, key, LossKind::Counter));
    }
    found
}

fn loss_of_column(from: &ColumnDefinition, to: &ColumnDefinition) -> Option<LossKind> {
    let before = column_affinity(from);
    let after = column_affinity(to);
    if to.generated.is_some() {
        return Some(LossKind::Computed);
    }
    if keeps_text(before) && !keeps_text(after) {
        return Some(LossKind::Spelling);
    }
    match (before, after) {
        (Affinity::Integer | Affinity::Numeric, Affinity::Real) => Some(LossKind::Rounding),
        (Affinity::Integer | Affinity::Text, Affinity::Text) => None,
        // A column without a type may hold numbers; one of blobs is not meant to.
        (_, Affinity::Text) if !is_declared_blob(from) => Some(LossKind::Digits),
        _ => None,
    }
}
