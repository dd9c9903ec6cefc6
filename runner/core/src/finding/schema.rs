//! The sentences about schemas that differ.

use super::list;
use crate::schema::ForeignKey;
use crate::schema::diff::Change;

impl Change {
    pub(super) fn table(&self) -> &str {
        match self {
            Change::TableMissing { table, .. }
            | Change::TableExtra { table }
            | Change::ColumnMissing { table, .. }
            | Change::ColumnExtra { table, .. }
            | Change::Type { table, .. }
            | Change::Required { table, .. }
            | Change::Default { table, .. }
            | Change::Collation { table, .. }
            | Change::PrimaryKey { table, .. }
            | Change::KeyNotFilledIn { table, .. }
            | Change::Autoincrement { table, .. }
            | Change::UniqueMissing { table, .. }
            | Change::UniqueExtra { table, .. }
            | Change::IndexMissing { table, .. }
            | Change::IndexName { table, .. }
            | Change::ForeignKeyMissing { table, .. }
            | Change::ForeignKeyExtra { table, .. }
            | Change::ForeignKeyAction { table, .. }
            | Change::ColumnOrder { table, .. }
            | Change::NotStrict { table, .. } => table,
        }
    }

    pub(super) fn column(&self) -> Option<&str> {
        match self {
            Change::ColumnMissing { column, .. }
            | Change::ColumnExtra { column, .. }
            | Change::Type { column, .. }
            | Change::Required { column, .. }
            | Change::Default { column, .. }
            | Change::Collation { column, .. }
            | Change::KeyNotFilledIn { column, .. }
            | Change::Autoincrement { column, .. } => Some(column),
            Change::UniqueMissing { columns, .. }
            | Change::UniqueExtra { columns, .. }
            | Change::IndexMissing { columns, .. } => columns.first().map(String::as_str),
            Change::ForeignKeyMissing { key, .. }
            | Change::ForeignKeyExtra { key, .. }
            | Change::ForeignKeyAction { expected: key, .. } => key.columns.first().map(|(from, _)| from.as_str()),
            _ => None,
        }
    }
}

pub(super) fn change_kind(change: &Change) -> &'static str {
    match change {
        Change::TableMissing { .. } => "missing_table",
        Change::TableExtra { .. } => "extra_table",
        Change::ColumnMissing { .. } => "missing_column",
        Change::ColumnExtra { .. } => "extra_column",
        Change::Type { .. } => "type",
        Change::Required { .. } => "nullability",
        Change::Default { .. } => "default",
        Change::Collation { .. } => "collation",
        Change::PrimaryKey { .. } | Change::KeyNotFilledIn { .. } | Change::Autoincrement { .. } => "primary_key",
        Change::UniqueMissing { .. } | Change::UniqueExtra { .. } => "unique",
        Change::IndexMissing { .. } | Change::IndexName { .. } => "index",
        Change::ForeignKeyMissing { .. } | Change::ForeignKeyExtra { .. } => "foreign_key",
        Change::ForeignKeyAction { .. } => "foreign_key_action",
        Change::ColumnOrder { .. } => "column_order",
        Change::NotStrict { .. } => "strict",
    }
}

pub(super) fn change_message(change: &Change, undoing: bool) -> String {
    match change {
        Change::TableMissing { table, instead: None } if undoing => {
            format!("table `{table}` is gone after the downgrade; it must be there again")
        }
        Change::TableMissing { table, instead: None } => format!("there is no table `{table}` yet"),
        Change::TableMissing { table, instead: Some(other) } => {
            format!("there is no table `{table}` yet; there is one called `{other}`, which was not asked for")
        }
        Change::TableExtra { table } if undoing => format!("the downgrade left the table `{table}` behind"),
        Change::TableExtra { table } => format!("there is a table `{table}` that was not asked for"),
        Change::ColumnMissing { table, column, .. } if undoing => {
            format!("table `{table}` has lost its column `{column}`; the downgrade must leave it there")
        }
        Change::ColumnMissing { table, column, instead: None } => {
            format!("table `{table}` has no column `{column}` yet")
        }
        Change::ColumnMissing { table, column, instead: Some(other) } => format!(
            "table `{table}` has no column `{column}` yet; it has one called `{other}`, which was not asked for"
        ),
        Change::ColumnExtra { table, column } if undoing => format!("table `{table}` still has the column `{column}`"),
        Change::ColumnExtra { table, column } => {
            format!("table `{table}` has a column `{column}` that was not asked for")
        }
        Change::Type { table, column, expected, actual } => {
            let word = |declared: &str| {
                if declared.is_empty() { "without a type".to_owned() } else { format!("`{declared}`") }
            };
            format!("column `{table}.{column}` is {}, not {}", word(actual), word(expected))
        }
        Change::Required { table, column, expected: true } => {
            format!("column `{table}.{column}` allows NULL; a row without a value there must be refused")
        }
        Change::Required { table, column, expected: false } => {
            format!("column `{table}.{column}` refuses NULL; a row may leave it without a value")
        }
        Change::Default { table, column, expected: Some(_), actual: None } => {
            format!("column `{table}.{column}` has no default; a row that does not name it must get a value by itself")
        }
        Change::Default { table, column, expected: None, actual: Some(actual) } => {
            format!("column `{table}.{column}` has the default {actual}; none was asked for")
        }
        Change::Default { table, column, actual, .. } => {
            let actual = actual.as_ref().map_or_else(|| "NULL".to_owned(), ToString::to_string);
            format!("column `{table}.{column}` gets {actual} by default; the task asks for another value")
        }
        Change::Collation { table, column, expected, actual } => {
            format!("column `{table}.{column}` compares text by {actual}, not by {expected}")
        }
        Change::PrimaryKey { table, expected, actual } if actual.is_empty() => {
            format!("table `{table}` has no primary key; it should be {}", list(expected))
        }
        Change::PrimaryKey { table, expected, actual } => {
            format!("the primary key of `{table}` is {}; it should be {}", list(actual), list(expected))
        }
        Change::KeyNotFilledIn { table, column } => {
            format!("column `{table}.{column}` is a key, but the database does not give new rows a number there")
        }
        Change::Autoincrement { table, column, expected: true } => {
            format!("the number of a deleted row of `{table}` can be given again in `{column}`; it must never be")
        }
        Change::Autoincrement { table, column, .. } => {
            format!("column `{table}.{column}` is marked AUTOINCREMENT, which was not asked for")
        }
        Change::UniqueMissing { table, columns } => {
            format!("two rows of `{table}` may have the same {}; the second must be refused", list(columns))
        }
        Change::UniqueExtra { table, columns } => {
            format!("two rows of `{table}` may not have the same {}; that must be allowed", list(columns))
        }
        Change::IndexMissing { table, columns } => format!("table `{table}` has no index on {}", list(columns)),
        Change::IndexName { table, expected, actual } => {
            format!("an index of `{table}` is called `{actual}`; the task asks for the name `{expected}`")
        }
        Change::ForeignKeyMissing { table, key } => format!(
            "column {} of `{table}` may hold what is no {} in `{}`; it must refer to one that exists",
            from(key),
            to(key),
            key.table
        ),
        Change::ForeignKeyExtra { table, key } => {
            format!("column {} of `{table}` refers to `{}`, which was not asked for", from(key), key.table)
        }
        Change::ForeignKeyAction { table, expected, actual } => format!(
            "when a row of `{}` is deleted or renumbered, its rows in `{table}` get {} and {}; they should get {} and {}",
            expected.table, actual.on_delete, actual.on_update, expected.on_delete, expected.on_update
        ),
        Change::ColumnOrder { table, expected, actual } => {
            format!(
                "the columns of `{table}` stand in the order {}; the task asks for {}",
                list(actual),
                list(expected)
            )
        }
        Change::NotStrict { table } => {
            format!("table `{table}` stores values of any type; it must be STRICT")
        }
    }
}

fn from(key: &ForeignKey) -> String {
    list(&key.columns.iter().map(|(from, _)| from.clone()).collect::<Vec<_>>())
}

fn to(key: &ForeignKey) -> String {
    list(&key.columns.iter().map(|(_, to)| to.clone()).collect::<Vec<_>>())
}

pub(super) fn change_hint(change: &Change) -> String {
    match change {
        Change::TableMissing { instead: Some(_), .. } | Change::ColumnMissing { instead: Some(_), .. } => {
            "compare the two names letter by letter".to_owned()
        }
        Change::TableMissing { table, .. } => format!("make the table `{table}` in your file"),
        Change::ColumnMissing { column, .. } => format!("add the column `{column}` in your file"),
        Change::TableExtra { .. } | Change::ColumnExtra { .. } => {
            "take it out, or see whether its name is a slip of the one the task asks for".to_owned()
        }
        Change::Type { .. } => "read in the task which kind of value the column holds".to_owned(),
        Change::Required { column, .. } => {
            format!("look at the line of `{column}`: what says whether a value must be there?")
        }
        Change::Default { column, .. } => {
            format!("look at the line of `{column}`: what does a row get that says nothing about it?")
        }
        Change::UniqueMissing { columns, .. } => {
            format!("look in your file for the word that makes {} unique, and read it letter by letter", list(columns))
        }
        Change::UniqueExtra { .. } => "look at which columns your file says must differ from row to row".to_owned(),
        Change::ForeignKeyMissing { .. } | Change::ForeignKeyExtra { .. } | Change::ForeignKeyAction { .. } => {
            "look at how your file says that one table refers to the other".to_owned()
        }
        Change::KeyNotFilledIn { .. } => {
            "SQLite numbers the rows only in a column declared as `INTEGER PRIMARY KEY`, in these words".to_owned()
        }
        _ => "compare your file with the list in the task".to_owned(),
    }
}

pub(super) fn undo_hint(change: &Change) -> String {
    match change {
        Change::TableExtra { .. } | Change::ColumnExtra { .. } => {
            "the down half must take away what the up half added".to_owned()
        }
        _ => "after the down half the table must be exactly as it was before the up half".to_owned(),
    }
}
