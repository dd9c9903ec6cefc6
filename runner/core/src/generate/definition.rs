//! A table as its `CREATE TABLE` defines it, one constraint at a time: what two definitions are compared by.

use std::ops::Range;

use super::words::{words, written};
use crate::schema::{Affinity, affinity};
use crate::sql::name::lookup_key;

/// One table. A constraint on a single column means the same beside the column as below it, so all of them are in
/// `constraints`, in one order.
#[derive(Clone, Debug)]
pub(super) struct Definition {
    pub(super) name: String,
    pub(super) sql: String,
    /// The bytes of the name in `sql`.
    pub(super) name_span: Range<usize>,
    /// The bytes between the brackets, one item each.
    pub(super) items: Vec<Range<usize>>,
    /// From the closing bracket to the end.
    pub(super) tail: Range<usize>,
    pub(super) columns: Vec<Column>,
    pub(super) constraints: Vec<Constraint>,
    pub(super) strict: bool,
    pub(super) without_rowid: bool,
}

/// One column.
#[derive(Clone, Debug)]
pub(super) struct Column {
    pub(super) name: String,
    /// As it was written, on one line.
    pub(super) declared: String,
    /// The type as it is compared.
    pub(super) levelled: String,
    /// The bytes of its whole definition in the text of the table.
    pub(super) span: Range<usize>,
    pub(super) required: Option<Named<NotNull>>,
    pub(super) default: Option<Named<String>>,
    pub(super) collation: Option<Named<String>>,
    pub(super) generated: Option<Named<Generated>>,
}

/// Something that may carry a name of its own.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Named<T> {
    pub(super) name: Option<String>,
    pub(super) what: T,
}

/// `NOT NULL`, and what happens to a row that breaks it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct NotNull {
    pub(super) conflict: Option<String>,
}

/// The expression of a generated column, levelled.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Generated {
    pub(super) expression: String,
    pub(super) stored: bool,
}

/// One constraint of a table.
#[derive(Clone, Debug)]
pub(super) struct Constraint {
    pub(super) name: Option<String>,
    pub(super) rule: Rule,
    /// The column beside which it stands.
    pub(super) home: Option<String>,
    /// Its bytes in the text of the table, its name included.
    pub(super) span: Range<usize>,
}

/// What a constraint demands; names and expressions are levelled.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rule {
    PrimaryKey { columns: Vec<KeyColumn>, autoincrement: bool, conflict: Option<String> },
    Unique { columns: Vec<KeyColumn>, conflict: Option<String> },
    Check { expression: String, conflict: Option<String> },
    ForeignKey(Reference),
}

/// One column of a key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct KeyColumn {
    pub(super) name: String,
    pub(super) collation: Option<String>,
    pub(super) descending: bool,
}

/// A reference to rows of another table.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Reference {
    pub(super) columns: Vec<String>,
    pub(super) table: String,
    /// Empty for the primary key of the other table.
    pub(super) to: Vec<String>,
    pub(super) on_delete: Option<String>,
    pub(super) on_update: Option<String>,
    pub(super) deferred: bool,
}

impl PartialEq for Constraint {
    fn eq(&self, other: &Constraint) -> bool {
        self.name == other.name && self.rule == other.rule
    }
}

impl PartialEq for Column {
    fn eq(&self, other: &Column) -> bool {
        lookup_key(&self.name) == lookup_key(&other.name) && self.same_but_name(other)
    }
}

impl PartialEq for Definition {
    fn eq(&self, other: &Definition) -> bool {
        (self.strict, self.without_rowid) == (other.strict, other.without_rowid)
            && self.columns == other.columns
            && self.constraints == other.constraints
    }
}

impl Column {
    /// Whether everything but the name is the same, constraints aside.
    pub(super) fn same_but_name(&self, other: &Column) -> bool {
        self.levelled == other.levelled
            && (&self.required, &self.default, &self.collation, &self.generated)
                == (&other.required, &other.default, &other.collation, &other.generated)
    }

    pub(super) fn affinity(&self) -> Affinity {
        affinity(&self.declared)
    }

    /// Whether SQLite keeps numbers in it, by its name too: a `DATETIME` has the affinity of a number and holds text.
    pub(super) fn holds_numbers(&self) -> bool {
        let declared = self.declared.to_ascii_uppercase();
        match self.affinity() {
            Affinity::Integer | Affinity::Real => true,
            Affinity::Numeric => ["NUM", "DEC", "MONEY"].iter().any(|word| declared.contains(word)),
            Affinity::Text | Affinity::Blob => false,
        }
    }

    /// The default as an expression, if rows can get one from it.
    pub(super) fn default_value(&self) -> Option<&str> {
        let text = self.default.as_ref().map(|default| default.what.as_str())?;
        (text != "null").then_some(text)
    }
}

impl Definition {
    pub(super) fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name.eq_ignore_ascii_case(name))
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.column(name).is_some()
    }

    pub(super) fn primary_key(&self) -> Option<&Constraint> {
        self.constraints
            .iter()
            .find(|constraint| matches!(constraint.rule, Rule::PrimaryKey { .. }))
    }

    pub(super) fn key_columns(&self) -> Vec<&str> {
        match self.primary_key().map(|constraint| &constraint.rule) {
            Some(Rule::PrimaryKey { columns, .. }) => {
                columns.iter().map(|column| column.name.as_str()).collect()
            }
            _ => Vec::new(),
        }
    }

    pub(super) fn autoincrement(&self) -> bool {
        matches!(
            self.primary_key().map(|key| &key.rule),
            Some(Rule::PrimaryKey { autoincrement: true, .. })
        )
    }

    /// The column that is the number of its row: a single `INTEGER` key. Beside a column, `DESC` makes it none.
    pub(super) fn row_number(&self) -> Option<&Column> {
        let constraint = self.primary_key().filter(|_| !self.without_rowid)?;
        let Rule::PrimaryKey { columns, .. } = &constraint.rule else { return None };
        let [only] = &columns[..] else { return None };
        let column = self.column(&only.name)?;
        let is_alias = !(only.descending && constraint.home.is_some());
        (is_alias && column.declared.eq_ignore_ascii_case("integer")).then_some(column)
    }

    pub(super) fn is_row_number(&self, column: &str) -> bool {
        self.row_number().is_some_and(|number| number.name.eq_ignore_ascii_case(column))
    }

    /// Whether a row must bring a value for the column: nothing else gives it one.
    pub(super) fn must_be_given(&self, column: &Column) -> bool {
        self.refuses_null(column) && column.default_value().is_none() && column.generated.is_none()
    }

    /// Whether the column cannot hold NULL; a key alone does that only in some tables.
    pub(super) fn refuses_null(&self, column: &Column) -> bool {
        let name = lookup_key(&column.name);
        let by_key =
            (self.strict || self.without_rowid) && self.key_columns().contains(&name.as_str());
        !self.is_row_number(&name) && (column.required.is_some() || by_key)
    }

    pub(super) fn references(&self) -> impl Iterator<Item = &Reference> {
        self.constraints.iter().filter_map(|constraint| match &constraint.rule {
            Rule::ForeignKey(reference) => Some(reference),
            _ => None,
        })
    }

    /// The whole text after the name, levelled only as far as `ALTER TABLE` may have changed it.
    pub(super) fn written(&self) -> String {
        written(&words(&self.sql[self.name_span.end..]))
    }
}

impl Rule {
    /// The columns it is on, as keys; those of a check are not known here.
    pub(super) fn columns(&self) -> Vec<&str> {
        match self {
            Rule::PrimaryKey { columns, .. } | Rule::Unique { columns, .. } => {
                columns.iter().map(|column| column.name.as_str()).collect()
            }
            Rule::ForeignKey(reference) => reference.columns.iter().map(String::as_str).collect(),
            Rule::Check { .. } => Vec::new(),
        }
    }
}
