//! A table as its `CREATE TABLE` defines it, column by column and constraint by constraint; two definitions that mean
//! the same compare equal.

use std::ops::Range;

use super::name::Name;
use super::normalize::normalize_spelling;
use super::word::split_words;

/// Table definition. A constraint on a single column means the same beside the column as below it, so all of them are
/// in `constraints`, in one order.
#[derive(Clone, Debug)]
pub struct TableDefinition {
    pub name: Name,
    pub sql: String,
    /// Bytes of the name in `sql`.
    pub name_span: Range<usize>,
    /// Bytes of each item between the brackets.
    pub items: Vec<Range<usize>>,
    /// Bytes from the closing bracket to the end.
    pub tail: Range<usize>,
    pub columns: Vec<ColumnDefinition>,
    pub constraints: Vec<ConstraintSpec>,
    pub strict: bool,
    pub without_rowid: bool,
}

/// Column definition, without the constraints that also can stand below the columns.
#[derive(Clone, Debug)]
pub struct ColumnDefinition {
    pub name: Name,
    /// Type as it was written, on one line.
    pub declared: String,
    /// Type normalized for comparing.
    pub normal_type: String,
    /// Bytes of its whole item in the text of the table.
    pub span: Range<usize>,
    pub not_null: Option<Named<NotNullSpec>>,
    pub default: Option<Named<String>>,
    pub collation: Option<Named<String>>,
    pub generated: Option<Named<GeneratedSpec>>,
}

/// Clause of a column with the name that `CONSTRAINT` gave it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named<T> {
    pub name: Option<Name>,
    pub clause: T,
}

/// `NOT NULL` and its `ON CONFLICT`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NotNullSpec {
    pub conflict: Option<String>,
}

/// Normalized expression of a generated column.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct GeneratedSpec {
    pub expression: String,
    pub stored: bool,
}

/// Constraint of a table.
#[derive(Clone, Debug)]
pub struct ConstraintSpec {
    pub name: Option<Name>,
    pub kind: ConstraintKind,
    /// Column beside which it stands.
    pub beside: Option<Name>,
    /// Its bytes in the text of the table, its name included.
    pub span: Range<usize>,
}

/// Kind of a constraint and what it demands; names and expressions are normalized.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ConstraintKind {
    PrimaryKey { columns: Vec<KeyColumn>, autoincrement: bool, conflict: Option<String> },
    Unique { columns: Vec<KeyColumn>, conflict: Option<String> },
    Check { expression: String, conflict: Option<String> },
    ForeignKey(ReferenceSpec),
}

/// Column of a primary key or unique constraint.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeyColumn {
    pub name: Name,
    pub collation: Option<String>,
    pub descending: bool,
}

/// Foreign key.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct ReferenceSpec {
    pub columns: Vec<Name>,
    pub table: Name,
    /// Empty for the primary key of the other table.
    pub to: Vec<Name>,
    pub on_delete: Option<String>,
    pub on_update: Option<String>,
    pub deferred: bool,
}

impl PartialEq for ConstraintSpec {
    fn eq(&self, other: &ConstraintSpec) -> bool {
        self.name == other.name && self.kind == other.kind
    }
}

impl PartialEq for ColumnDefinition {
    fn eq(&self, other: &ColumnDefinition) -> bool {
        self.name == other.name && self.equals_but_name(other)
    }
}

impl PartialEq for TableDefinition {
    fn eq(&self, other: &TableDefinition) -> bool {
        (self.strict, self.without_rowid) == (other.strict, other.without_rowid)
            && self.columns == other.columns
            && self.constraints == other.constraints
    }
}

impl ColumnDefinition {
    /// Compares everything but the name, constraints aside.
    pub(crate) fn equals_but_name(&self, other: &ColumnDefinition) -> bool {
        self.normal_type == other.normal_type
            && (&self.not_null, &self.default, &self.collation, &self.generated)
                == (&other.not_null, &other.default, &other.collation, &other.generated)
    }

    /// Default as an expression; None when rows cannot get a value from it.
    pub(crate) fn default_value(&self) -> Option<&str> {
        let text = self.default.as_ref().map(|default| default.clause.as_str())?;
        (text != "null").then_some(text)
    }
}

impl TableDefinition {
    pub fn column(&self, name: &str) -> Option<&ColumnDefinition> {
        self.columns.iter().find(|column| column.name == *name)
    }

    pub(crate) fn has_column(&self, name: &str) -> bool {
        self.column(name).is_some()
    }

    pub(crate) fn primary_key(&self) -> Option<&ConstraintSpec> {
        self.constraints
            .iter()
            .find(|constraint| matches!(constraint.kind, ConstraintKind::PrimaryKey { .. }))
    }

    /// Names of the columns of the primary key.
    pub(crate) fn key_columns(&self) -> Vec<&Name> {
        self.primary_key().map_or_else(Vec::new, |constraint| constraint.kind.columns())
    }

    pub(crate) fn has_autoincrement(&self) -> bool {
        matches!(
            self.primary_key().map(|key| &key.kind),
            Some(ConstraintKind::PrimaryKey { autoincrement: true, .. })
        )
    }

    /// Column that is an alias of the rowid: a single `INTEGER` key. Beside a column, `DESC` makes it none.
    pub(crate) fn rowid_column(&self) -> Option<&ColumnDefinition> {
        let constraint = self.primary_key().filter(|_| !self.without_rowid)?;
        let ConstraintKind::PrimaryKey { columns, .. } = &constraint.kind else { return None };
        let [only] = &columns[..] else { return None };
        let column = self.column(&only.name)?;
        let is_alias = !(only.descending && constraint.beside.is_some());
        (is_alias && column.declared.eq_ignore_ascii_case("integer")).then_some(column)
    }

    pub(crate) fn is_rowid(&self, column: &str) -> bool {
        self.rowid_column().is_some_and(|rowid| rowid.name == *column)
    }

    /// True if a row must bring a value for the column: nothing else gives it one.
    pub(crate) fn requires_value(&self, column: &ColumnDefinition) -> bool {
        self.refuses_null(column) && column.default_value().is_none() && column.generated.is_none()
    }

    /// True if the column cannot hold NULL; a key alone does that only in some tables.
    pub(crate) fn refuses_null(&self, column: &ColumnDefinition) -> bool {
        let by_key =
            (self.strict || self.without_rowid) && self.key_columns().contains(&&column.name);
        !self.is_rowid(&column.name) && (column.not_null.is_some() || by_key)
    }

    pub(crate) fn references(&self) -> impl Iterator<Item = &ReferenceSpec> {
        self.constraints.iter().filter_map(|constraint| match &constraint.kind {
            ConstraintKind::ForeignKey(reference) => Some(reference),
            _ => None,
        })
    }

    /// Normalizes the whole text after the name as far as `ALTER TABLE` may have changed it.
    pub(crate) fn normalize_spelling(&self) -> String {
        normalize_spelling(&split_words(&self.sql[self.name_span.end..]))
    }
}

impl ConstraintKind {
    /// True if no two rows may have the same values in its columns.
    pub(crate) fn forbids_duplicates(&self) -> bool {
        matches!(self, ConstraintKind::PrimaryKey { .. } | ConstraintKind::Unique { .. })
    }

    /// Columns it is on; those of a check are not known here.
    pub(crate) fn columns(&self) -> Vec<&Name> {
        match self {
            ConstraintKind::PrimaryKey { columns, .. } | ConstraintKind::Unique { columns, .. } => {
                columns.iter().map(|column| &column.name).collect()
            }
            ConstraintKind::ForeignKey(reference) => reference.columns.iter().collect(),
            ConstraintKind::Check { .. } => Vec::new(),
        }
    }
}
