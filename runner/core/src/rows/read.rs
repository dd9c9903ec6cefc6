//! Reads the rows of a statement. No other code turns what SQLite returns into rows.

use rusqlite::types::{FromSql, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection, Params, Result, Statement};

use super::{Rows, Value};
use crate::sql::name::Name;

/// Rows of a query with these parameters, however many there are.
pub fn query_rows(connection: &Connection, sql: &str, params: impl Params) -> Result<Rows> {
    let mut statement = connection.prepare(sql)?;
    let rows = read_rows(statement.query(params)?, usize::MAX)?;
    Ok(rows.unwrap_or_default())
}

/// Rows of a query, each of which is first shown to `look` with the number of its columns.
pub(crate) fn query_rows_looking(
    connection: &Connection,
    sql: &str,
    mut look: impl FnMut(&rusqlite::Row<'_>, usize) -> Result<()>,
) -> Result<Rows> {
    let mut statement = connection.prepare(sql)?;
    let columns = column_names(&statement);
    let mut rows = Rows { columns, rows: Vec::new() };
    let mut found = statement.raw_query();
    while let Some(row) = found.next()? {
        look(row, rows.columns.len())?;
        rows.rows.push(read_values(row, rows.columns.len())?);
    }
    Ok(rows)
}

/// Values of the first column of a query.
pub fn query_column(connection: &Connection, sql: &str) -> Result<Vec<Value>> {
    let rows = query_rows(connection, sql, [])?.rows;
    Ok(rows.into_iter().filter_map(|row| row.into_iter().next()).collect())
}

/// Rows of a running statement; None as soon as they take more than `limit` bytes.
pub fn read_rows(mut found: rusqlite::Rows<'_>, limit: usize) -> Result<Option<Rows>> {
    let columns: Vec<Name> = found.as_ref().map(column_names).unwrap_or_default();
    let mut rows = Rows { columns, rows: Vec::new() };
    let mut size = 0_usize;
    while let Some(row) = found.next()? {
        let values = read_values(row, rows.columns.len())?;
        size += values.iter().map(Value::size).sum::<usize>() + 1;
        if size > limit {
            return Ok(None);
        }
        rows.rows.push(values);
    }
    Ok(Some(rows))
}

/// Shows the rows of a running statement to `look`, one after the other, until it says false.
pub fn visit_rows(
    mut found: rusqlite::Rows<'_>,
    mut look: impl FnMut(Vec<Value>) -> bool,
) -> Result<()> {
    let width = found.as_ref().map_or(0, Statement::column_count);
    while let Some(row) = found.next()? {
        if !look(read_values(row, width)?) {
            break;
        }
    }
    Ok(())
}

fn column_names(statement: &Statement<'_>) -> Vec<Name> {
    statement.column_names().into_iter().map(Name::from).collect()
}

fn read_values(row: &rusqlite::Row<'_>, width: usize) -> Result<Vec<Value>> {
    (0..width).map(|index| row.get(index)).collect()
}

impl FromSql for Value {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Value> {
        Ok(match value {
            ValueRef::Null => Value::Null,
            ValueRef::Integer(number) => Value::Integer(number),
            ValueRef::Real(number) => Value::Real(number),
            ValueRef::Text(bytes) => match str::from_utf8(bytes) {
                Ok(text) => Value::Text(text.to_owned()),
                Err(_) => Value::Blob(bytes.to_owned()),
            },
            ValueRef::Blob(bytes) => Value::Blob(bytes.to_owned()),
        })
    }
}

impl ToSql for Value {
    fn to_sql(&self) -> Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Null => ValueRef::Null,
            Value::Integer(number) => ValueRef::Integer(*number),
            Value::Real(number) => ValueRef::Real(*number),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Blob(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(sql: &str, limit: usize) -> Option<Rows> {
        let connection = Connection::open_in_memory().expect("SQLite opens a database in memory");
        let mut statement = connection.prepare(sql).expect("the test's SQL is right");
        read_rows(statement.raw_query(), limit).expect("the statement runs")
    }

    #[test]
    fn rows_are_read_with_their_names_and_types() {
        let rows = read("SELECT 1 AS A, 2.0 AS b, x'00' AS c, NULL, CAST(x'ff' AS TEXT)", 100);
        let rows = rows.expect("they are few");
        assert_eq!(rows.columns[..3], ["a", "B", "c"]);
        let blob = |byte| Value::Blob(vec![byte]);
        let expected = [Value::Integer(1), Value::Real(2.0), blob(0), Value::Null, blob(0xff)];
        assert_eq!(rows.rows, [expected]);
    }

    #[test]
    fn a_result_without_rows_has_its_columns() {
        assert_eq!(read("SELECT 1 AS a WHERE false", 0).expect("it is empty").columns, ["a"]);
    }

    #[test]
    fn rows_beyond_the_limit_are_none() {
        let sql = "VALUES ('abcd'), ('efgh')";
        assert_eq!(read(sql, 10).map(|rows| rows.rows.len()), Some(2));
        assert_eq!(read(sql, 9), None);
    }

    #[test]
    fn a_value_that_is_bound_comes_back_as_it_was() {
        let connection = Connection::open_in_memory().expect("SQLite opens a database in memory");
        let text = Value::Text("é".to_owned());
        for value in [Value::Null, Value::Integer(-1), Value::Real(0.5), text, Value::Blob(vec![0])]
        {
            let rows = query_rows(&connection, "SELECT ?1", [&value]).expect("the query runs");
            assert_eq!(rows.rows, [[value]]);
        }
    }
}
