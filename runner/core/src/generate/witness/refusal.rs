//! A change that the rows make impossible, with the rows and the cure.

use std::fmt;

use crate::sql::name::{Name, join_names};

/// Something in the real database that stands against the wanted schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    pub table: Name,
    pub kind: RefusalKind,
    /// The first few rows, each by its key.
    pub rows: Vec<String>,
    pub count: i64,
}

/// Kind of a refusal, by what the rows stand against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RefusalKind {
    /// A new required column has no default, and there are rows.
    NoDefault {
        column: Name,
    },
    /// A column becomes required and holds NULLs.
    Nulls {
        column: Name,
    },
    /// A column gets a type that does not take the values in it.
    Misfit {
        column: Name,
        declared: String,
    },
    /// Something becomes unique that is not.
    Duplicates {
        columns: Vec<String>,
    },
    Check {
        check: String,
    },
    /// References to rows that do not exist.
    Dangling {
        columns: Vec<Name>,
        parent: Name,
    },
}

impl Refusal {
    /// Advice on what to do about it.
    pub fn hint(&self) -> String {
        let table = &self.table;
        match &self.kind {
            RefusalKind::NoDefault { column } => format!(
                "give `{column}` a default, or add it without NOT NULL, fill it in, and make it required in the next script"
            ),
            RefusalKind::Nulls { column } => {
                format!(
                    "fill them in first: UPDATE {table} SET {column} = … WHERE {column} IS NULL"
                )
            }
            RefusalKind::Misfit { column, .. } => {
                format!(
                    "correct these values first, or add a new column and fill it from `{column}`"
                )
            }
            RefusalKind::Duplicates { .. } => {
                "change or delete the rows that repeat first".to_owned()
            }
            RefusalKind::Check { .. } => "correct these rows first".to_owned(),
            RefusalKind::Dangling { parent, .. } => {
                format!("add the missing rows to `{parent}` first, or delete these")
            }
        }
    }

    fn list_rows(&self) -> String {
        let shown: Vec<String> = self.rows.iter().map(|row| format!("`{row}`")).collect();
        let more = self.count - i64::try_from(shown.len()).unwrap_or(0);
        let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
        format!("{}{rest}", shown.join(", "))
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let table = &self.table;
        let rows = self.list_rows();
        match &self.kind {
            RefusalKind::NoDefault { column } => {
                let count = self.count;
                let s = if count == 1 { "" } else { "s" };
                write!(
                    f,
                    "`{table}.{column}` is required and has no default, but `{table}` has {count} row{s}"
                )
            }
            RefusalKind::Nulls { column } => {
                write!(f, "`{table}.{column}` becomes required, but holds NULL in {rows}")
            }
            RefusalKind::Misfit { column, declared } => {
                write!(
                    f,
                    "`{table}.{column}` becomes `{declared}`, but holds something else in {rows}"
                )
            }
            RefusalKind::Duplicates { columns } => {
                write!(
                    f,
                    "`{}` becomes unique in `{table}`, but repeats: {rows}",
                    columns.join(", ")
                )
            }
            RefusalKind::Check { check } => {
                write!(f, "the check `{check}` of `{table}` is broken by {rows}")
            }
            RefusalKind::Dangling { columns, parent } => {
                let columns = join_names(columns, ", ");
                write!(
                    f,
                    "`{table}.{columns}` refers to `{parent}`, but nothing is there for {rows}"
                )
            }
        }?;
        write!(f, "\nhint: {}", self.hint())
    }
}
