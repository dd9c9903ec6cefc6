//! Checks that every reference of a database leads to a row, and names the rows whose references do not.

use rusqlite::Connection;

use crate::rows::read::query_rows;
use crate::rows::{Row, Value};
use crate::script::{Dangling, DanglingRow, SqlError, SqlErrorKind};
use crate::sql::name::{Name, quote_name};

/// How many rows are named.
const NAMED: usize = 5;

/// Looks at every reference there is; the first table with rows that refer to nothing is the error.
pub(super) fn check(connection: &Connection) -> Result<(), SqlError> {
    match first(connection) {
        Ok(None) => Ok(()),
        Ok(Some(found)) => {
            Err(SqlError { range: 0..0, kind: SqlErrorKind::Dangling(Box::new(found)) })
        }
        Err(error) => Err(SqlError::from(&error)),
    }
}

/// Whether the database as it is now has these rows, or others of the same tables, without what they refer to.
pub(super) fn dangle(connection: &Connection, found: &Dangling) -> bool {
    let now = first(connection).ok().flatten();
    now.is_some_and(|now| (&now.child, &now.parent) == (&found.child, &found.parent))
}

fn first(connection: &Connection) -> rusqlite::Result<Option<Dangling>> {
    let mut statement = connection.prepare("PRAGMA foreign_key_check")?;
    let mut rows = statement.query([])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let (child, parent): (Name, Name) = (row.get("table")?, row.get("parent")?);
    let key = row.get("fkid")?;
    let count = "SELECT count(*) FILTER (WHERE \"table\" = ?1 AND fkid = ?2), count(*) FROM pragma_foreign_key_check";
    let read = |row: &rusqlite::Row<'_>| {
        Ok((row.get::<_, u32>(0)? as usize, row.get::<_, u32>(1)? as usize))
    };
    let (count, all) = connection.query_row(count, (&child, key), read)?;
    let rows = name_rows(connection, &child, &parent, key)?;
    Ok(Some(Dangling {
        child,
        parent,
        count,
        elsewhere: all.saturating_sub(count),
        rows,
        before: false,
    }))
}

/// The first rows of `child` whose foreign key number `key` leads nowhere.
fn name_rows(
    connection: &Connection,
    child: &str,
    parent: &str,
    key: i64,
) -> rusqlite::Result<Vec<DanglingRow>> {
    let columns = reference(connection, child, parent, key)?;
    let names = primary_key(connection, child)?;
    let is_rowid = is_rowid_table(connection, child)?;
    let (names, keys) = if names.is_empty() {
        (vec!["rowid".into()], "rowid".to_owned())
    } else {
        let keys = list(&names, "child");
        (names, keys)
    };
    let from: Vec<Name> = columns.iter().map(|(from, _)| from.clone()).collect();
    let sql = format!(
        "SELECT {keys}, {} FROM {} AS child WHERE {} LIMIT {NAMED}",
        list(&from, "child"),
        quote_name(child),
        if is_rowid {
            "rowid IN (SELECT rowid FROM pragma_foreign_key_check(?1) WHERE fkid = ?2)".to_owned()
        } else {
            format!("?1 <> ?2 AND {}", leads_nowhere(connection, parent, &columns)?)
        }
    );
    let rows = query_rows(connection, &sql, (child, key))?.rows;
    Ok(rows.iter().map(|row| dangling_row(row, &names, &from)).collect())
}

fn dangling_row(values: &[Value], key: &[Name], refers: &[Name]) -> DanglingRow {
    let (first, rest) = values.split_at(key.len());
    DanglingRow { key: named_row(key, first), refers: named_row(refers, rest) }
}

fn named_row(names: &[Name], values: &[Value]) -> Row {
    Row(names.iter().cloned().zip(values.iter().cloned()).collect())
}

/// The pairs of columns of a foreign key, child first.
fn reference(
    connection: &Connection,
    child: &str,
    parent: &str,
    key: i64,
) -> rusqlite::Result<Vec<(Name, Name)>> {
    let sql = "SELECT \"from\", \"to\" FROM pragma_foreign_key_list(?1) WHERE id = ?2 ORDER BY seq";
    let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
    let pairs: Vec<(Name, Option<Name>)> =
        connection.prepare(sql)?.query_map((child, key), read)?.collect::<rusqlite::Result<_>>()?;
    let to = primary_key(connection, parent)?;
    let named = |(index, (from, column)): (usize, (Name, Option<Name>))| {
        let column = column.or_else(|| to.get(index).cloned()).unwrap_or_default();
        (from, column)
    };
    Ok(pairs.into_iter().enumerate().map(named).collect())
}

/// For a table without a rowid, which SQLite's own check does not name rows of: its condition, written out.
fn leads_nowhere(
    connection: &Connection,
    parent: &str,
    columns: &[(Name, Name)],
) -> rusqlite::Result<String> {
    let all = |condition: &dyn Fn(&(Name, Name)) -> String| {
        columns.iter().map(condition).collect::<Vec<_>>().join(" AND ")
    };
    let refers = all(&|(from, _)| format!("child.{} IS NOT NULL", quote_name(from)));
    if !is_table(connection, parent)? {
        return Ok(refers);
    }
    let equal =
        all(&|(from, to)| format!("parent.{} = child.{}", quote_name(to), quote_name(from)));
    Ok(format!(
        "{refers} AND NOT EXISTS (SELECT 1 FROM {} AS parent WHERE {equal})",
        quote_name(parent)
    ))
}

/// Whether there is such a table now. rusqlite's own `table_exists` answers from what the connection read of the schema
/// before, and does not see a table that another process has made since.
pub(super) fn is_table(connection: &Connection, name: &str) -> rusqlite::Result<bool> {
    let sql = "SELECT 1 FROM main.sqlite_schema WHERE type = 'table' AND name = ?1 COLLATE NOCASE";
    connection.prepare(sql)?.exists([name])
}

fn primary_key(connection: &Connection, table: &str) -> rusqlite::Result<Vec<Name>> {
    let sql = "SELECT name FROM pragma_table_info(?1) WHERE pk > 0 ORDER BY pk";
    connection.prepare(sql)?.query_map([table], |row| row.get(0))?.collect()
}

fn is_rowid_table(connection: &Connection, table: &str) -> rusqlite::Result<bool> {
    connection.prepare("SELECT 1 FROM pragma_table_list(?1) WHERE wr = 0")?.exists([table])
}

fn list(names: &[Name], table: &str) -> String {
    names.iter().map(|name| format!("{table}.{}", quote_name(name))).collect::<Vec<_>>().join(", ")
}
