//! Types of columns by what SQLite stores in them.

use crate::schema::{Affinity, affinity};
use crate::sql::definition::ColumnDefinition;

/// Affinity of the declared type.
pub(super) fn column_affinity(column: &ColumnDefinition) -> Affinity {
    affinity(&column.declared)
}

/// True if SQLite keeps numbers in it, by its name too: a `DATETIME` has the affinity of a number and holds text.
fn holds_numbers(column: &ColumnDefinition) -> bool {
    let declared = column.declared.to_ascii_uppercase();
    match column_affinity(column) {
        Affinity::Integer | Affinity::Real => true,
        Affinity::Numeric => ["NUM", "DEC", "MONEY"].iter().any(|word| declared.contains(word)),
        Affinity::Text | Affinity::Blob => false,
    }
}

/// True if text may stand in the column that the new type does not mean to hold.
pub(super) fn becomes_number(from: &ColumnDefinition, to: &ColumnDefinition) -> bool {
    keeps_text(column_affinity(from)) && holds_numbers(to) && to.generated.is_none()
}

/// True if text stays as it is in a column of this affinity.
pub(super) fn keeps_text(affinity: Affinity) -> bool {
    matches!(affinity, Affinity::Text | Affinity::Blob)
}

/// True if the column was declared as one of blobs; one without a type has the same affinity.
pub(super) fn is_declared_blob(column: &ColumnDefinition) -> bool {
    column.normal_type == "blob"
}
