//! A schema as plain data: what the tables are, by behaviour rather than by the words that made them.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::rows::Value;
use crate::sql::name::Name;

pub mod check;
pub mod diff;
pub mod inspect;

/// The table of the versions of applied scripts, which is part of no schema: dbmate's, unless another was named.
pub fn version_table() -> &'static str {
    OTHER_VERSION_TABLE.get().map_or(USUAL_VERSION_TABLE, String::as_str)
}

/// The table of versions where no other was named.
pub const USUAL_VERSION_TABLE: &str = "schema_migrations";

/// Names another table of versions, for as long as the process runs; the first name counts.
pub fn name_version_table(name: &str) {
    OTHER_VERSION_TABLE.get_or_init(|| name.to_owned());
}

static OTHER_VERSION_TABLE: OnceLock<String> = OnceLock::new();

/// The tables of a database, without SQLite's own and without the table of applied versions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Schema {
    pub tables: BTreeMap<Name, Table>,
}

/// One table.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    pub name: Name,
    /// In the order of the table.
    pub columns: Vec<Column>,
    pub primary_key: PrimaryKey,
    /// Unique constraints and indexes, each once; the primary key is not among them.
    pub uniques: Vec<Index>,
    /// Indexes that only make reading faster.
    pub indexes: Vec<Index>,
    pub foreign_keys: Vec<ForeignKey>,
    pub strict: bool,
    pub without_rowid: bool,
}

/// One column.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    pub name: Name,
    /// The type as it was written, for example `varchar(64)`; empty when none was.
    pub declared: String,
    pub required: bool,
    /// The value a row gets that does not name the column; one that changes with time is masked, see [`Value::shape`].
    pub default: Option<Value>,
    pub collation: String,
    /// Computed from other columns; cannot be inserted.
    pub generated: bool,
}

/// The primary key of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PrimaryKey {
    /// In key order; empty when there is none.
    pub columns: Vec<Name>,
    /// The database gives a new row its number: the key is a single `INTEGER`.
    pub fills_itself_in: bool,
    /// A number is never given twice.
    pub autoincrement: bool,
}

/// A unique constraint or an index; to SQLite they are one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Index {
    pub name: Name,
    pub columns: Vec<IndexColumn>,
    /// Normalized words of a partial index or of one on expressions; such indexes are compared by them.
    pub words: Option<String>,
}

/// One column of an index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexColumn {
    /// Empty for an expression.
    pub name: Name,
    pub descending: bool,
    pub collation: String,
}

/// A reference to rows of another table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeignKey {
    /// Pairs of a column here and the column it refers to.
    pub columns: Vec<(Name, Name)>,
    pub table: Name,
    /// Action when the parent row is deleted, for example `CASCADE`. `RESTRICT` reads as `NO ACTION`: to an
    /// immediate foreign key they are the same.
    pub on_delete: String,
    pub on_update: String,
}

/// Type affinity of a column (<https://sqlite.org/datatype3.html>, section 3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Affinity {
    Integer,
    Text,
    Blob,
    Real,
    Numeric,
}

/// Type affinity of a declared type.
pub fn affinity(declared: &str) -> Affinity {
    let declared = declared.to_ascii_uppercase();
    if declared.contains("INT") {
        Affinity::Integer
    } else if contains_any(&declared, &["CHAR", "CLOB", "TEXT"]) {
        Affinity::Text
    } else if declared.is_empty() || declared.contains("BLOB") {
        Affinity::Blob
    } else if contains_any(&declared, &["REAL", "FLOA", "DOUB"]) {
        Affinity::Real
    } else {
        Affinity::Numeric
    }
}

fn contains_any(declared: &str, words: &[&str]) -> bool {
    words.iter().any(|word| declared.contains(word))
}

impl Schema {
    pub fn table(&self, name: &str) -> Option<&Table> {
        self.tables.get(&Name::from(name))
    }
}

impl Table {
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// Tells whether a column refers to a row of another table, or of this one.
    pub(crate) fn is_reference(&self, column: &str) -> bool {
        let mut pairs = self.foreign_keys.iter().flat_map(|key| &key.columns);
        pairs.any(|(from, _)| from == column)
    }
}

impl Column {
    pub fn affinity(&self) -> Affinity {
        affinity(&self.declared)
    }

    /// The value is no text longer than the declared length.
    pub(crate) fn has_room_for(&self, value: &Value) -> bool {
        match (value, self.length().first()) {
            (Value::Text(text), Some(length)) if self.affinity() == Affinity::Text => {
                text.chars().count() as u64 <= *length
            }
            _ => true,
        }
    }

    /// The numbers in the brackets of the declared type: `[64]` for `varchar(64)`.
    pub fn length(&self) -> Vec<u64> {
        let inside = self.declared.split_once('(').map_or("", |(_, rest)| rest);
        inside
            .split(|c: char| !c.is_ascii_digit())
            .filter_map(|number| number.parse().ok())
            .collect()
    }
}

impl Index {
    /// Tells whether it holds only the rows of a `WHERE`.
    pub fn is_partial(&self) -> bool {
        self.split_words().is_some_and(|(_, condition)| condition.is_some())
    }

    /// Its normalized words, as its parts and its condition.
    pub(crate) fn split_words(&self) -> Option<(&str, Option<&str>)> {
        let words = self.words.as_deref()?;
        let parts = words.split_once(") where ");
        Some(parts.map_or((words, None), |(parts, condition)| (parts, Some(condition))))
    }

    pub fn column_names(&self) -> Vec<Name> {
        self.columns.iter().map(|column| column.name.clone()).collect()
    }
}
