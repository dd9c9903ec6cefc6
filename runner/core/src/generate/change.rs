//! One thing that differs between two schemas, as a line for the reader.

use std::fmt;

use crate::sql::name::Name;

/// One difference, as `workbook db migrate` lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    RenameTable {
        table: Name,
        to: Name,
    },
    RenameColumn {
        table: Name,
        column: Name,
        to: Name,
    },
    AddTable {
        table: Name,
    },
    DropTable {
        table: Name,
    },
    AddColumn {
        table: Name,
        column: Name,
    },
    DropColumn {
        table: Name,
        column: Name,
    },
    Type {
        table: Name,
        column: Name,
        from: String,
        to: String,
    },
    Required {
        table: Name,
        column: Name,
        required: bool,
    },
    Default {
        table: Name,
        column: Name,
        from: Option<String>,
        to: Option<String>,
    },
    Collation {
        table: Name,
        column: Name,
        from: Option<String>,
        to: Option<String>,
    },
    Generated {
        table: Name,
        column: Name,
        from: Option<String>,
        to: Option<String>,
    },
    /// The columns are the same, in another order.
    Order {
        table: Name,
    },
    Constraint {
        done: Done,
        table: Name,
        constraint: String,
    },
    Autoincrement {
        table: Name,
        column: Name,
        on: bool,
    },
    Strict {
        table: Name,
        on: bool,
    },
    WithoutRowid {
        table: Name,
        on: bool,
    },
    /// Something else about the table, for example what happens on a conflict.
    Definition {
        table: Name,
    },
    /// A table that a module of SQLite keeps, such as one for searching texts.
    VirtualTable {
        done: Done,
        table: Name,
    },
    Index {
        done: Done,
        index: Name,
        table: Name,
    },
    RenameIndex {
        index: Name,
        to: Name,
    },
    View {
        done: Done,
        view: Name,
    },
    Trigger {
        done: Done,
        trigger: Name,
        table: Name,
    },
}

/// Kind of a change to a thing that has a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    Added,
    Dropped,
    Changed,
}

impl Change {
    /// The table it is about; None for a view or the name of an index.
    pub fn table(&self) -> Option<&Name> {
        match self {
            Change::RenameTable { table, .. }
            | Change::RenameColumn { table, .. }
            | Change::AddTable { table }
            | Change::DropTable { table }
            | Change::AddColumn { table, .. }
            | Change::DropColumn { table, .. }
            | Change::Type { table, .. }
            | Change::Required { table, .. }
            | Change::Default { table, .. }
            | Change::Collation { table, .. }
            | Change::Generated { table, .. }
            | Change::Order { table }
            | Change::Constraint { table, .. }
            | Change::Autoincrement { table, .. }
            | Change::Strict { table, .. }
            | Change::WithoutRowid { table, .. }
            | Change::Definition { table }
            | Change::VirtualTable { table, .. }
            | Change::Index { table, .. }
            | Change::Trigger { table, .. } => Some(table),
            Change::RenameIndex { .. } | Change::View { .. } => None,
        }
    }
}

impl fmt::Display for Done {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Done::Added => "add",
            Done::Dropped => "drop",
            Done::Changed => "change",
        })
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Change::RenameTable { table, to } => write!(f, "rename table {table} to {to}"),
            Change::RenameColumn { table, column, to } => {
                write!(f, "rename column {table}.{column} to {to}")
            }
            Change::AddTable { table } => write!(f, "add table {table}"),
            Change::DropTable { table } => write!(f, "drop table {table}"),
            Change::AddColumn { table, column } => write!(f, "add column {table}.{column}"),
            Change::DropColumn { table, column } => write!(f, "drop column {table}.{column}"),
            Change::Type { table, column, from, to } => {
                write!(
                    f,
                    "change type of {table}.{column} from {} to {}",
                    or_none(from),
                    or_none(to)
                )
            }
            Change::Required { table, column, required: true } => {
                write!(f, "make {table}.{column} required")
            }
            Change::Required { table, column, required: false } => {
                write!(f, "make {table}.{column} optional")
            }
            Change::Default { table, column, from, to } => {
                write_clause_change(f, "default", table, column, from, to)
            }
            Change::Collation { table, column, from, to } => {
                write_clause_change(f, "collation", table, column, from, to)
            }
            Change::Generated { table, column, from, to } => {
                write_clause_change(f, "expression", table, column, from, to)
            }
            Change::Order { table } => write!(f, "reorder columns of {table}"),
            Change::Constraint { done, table, constraint } => {
                write!(f, "{done} {constraint} on {table}")
            }
            Change::Autoincrement { table, column, on: true } => {
                write!(f, "add autoincrement to {table}.{column}")
            }
            Change::Autoincrement { table, column, on: false } => {
                write!(f, "drop autoincrement of {table}.{column}")
            }
            Change::Strict { table, on: true } => write!(f, "make {table} strict"),
            Change::Strict { table, on: false } => write!(f, "make {table} not strict"),
            Change::WithoutRowid { table, on: true } => write!(f, "make {table} without rowid"),
            Change::WithoutRowid { table, on: false } => write!(f, "make {table} with rowid"),
            Change::Definition { table } => write!(f, "change definition of {table}"),
            Change::VirtualTable { done, table } => write!(f, "{done} virtual table {table}"),
            Change::Index { done, index, table } => write!(f, "{done} index {index} on {table}"),
            Change::RenameIndex { index, to } => write!(f, "rename index {index} to {to}"),
            Change::View { done, view } => write!(f, "{done} view {view}"),
            Change::Trigger { done, trigger, table } => {
                write!(f, "{done} trigger {trigger} on {table}")
            }
        }
    }
}

fn or_none(declared: &str) -> &str {
    if declared.is_empty() { "none" } else { declared }
}

fn write_clause_change(
    f: &mut fmt::Formatter<'_>,
    what: &str,
    table: &str,
    column: &str,
    from: &Option<String>,
    to: &Option<String>,
) -> fmt::Result {
    match (from, to) {
        (None, Some(to)) => write!(f, "add {what} {to} to {table}.{column}"),
        (Some(from), None) => write!(f, "drop {what} {from} of {table}.{column}"),
        (from, to) => {
            let [from, to] = [from, to].map(|part| part.as_deref().unwrap_or_default());
            write!(f, "change {what} of {table}.{column} from {from} to {to}")
        }
    }
}
