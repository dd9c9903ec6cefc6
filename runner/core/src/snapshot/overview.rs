//! The beginning of a database, for showing: it reads no more rows and columns than are asked for.

use std::collections::BTreeMap;

use rusqlite::{Connection, Result};

use crate::rows::Rows;
use crate::rows::read::query_rows;
use crate::schema::{Schema, Table};
use crate::sql::name::{Name, quote_name, quote_names};

/// The most tables, columns of a table and rows of a table that are read.
#[derive(Clone, Copy, Debug)]
pub struct OverviewSize {
    pub tables: usize,
    pub columns: usize,
    pub rows: usize,
}

/// The schema of a database with the first rows of its first tables.
#[derive(Debug)]
pub struct Overview {
    pub schema: Schema,
    pub tables: BTreeMap<Name, TableOverview>,
}

/// The first rows of a table, and how many it has.
#[derive(Debug)]
pub struct TableOverview {
    pub rows: Rows,
    pub count: usize,
}

impl Overview {
    /// Reads the first rows of the first tables of a schema.
    pub fn read(connection: &Connection, schema: Schema, size: OverviewSize) -> Result<Overview> {
        // One lock for all that is read, where no transaction is open already.
        let _lock =
            connection.is_autocommit().then(|| connection.unchecked_transaction()).transpose()?;
        let mut tables = BTreeMap::new();
        for (key, table) in schema.tables.iter().take(size.tables) {
            tables.insert(key.clone(), read_table(connection, table, size)?);
        }
        Ok(Overview { schema, tables })
    }
}

fn read_table(connection: &Connection, table: &Table, size: OverviewSize) -> Result<TableOverview> {
    let name = quote_name(&table.name);
    let columns = table.columns.iter().take(size.columns).map(|column| column.name.as_str());
    let columns = quote_names(columns);
    let key = quote_names(table.primary_key.columns.iter().map(Name::as_str));
    let order = if key.is_empty() { &columns } else { &key };
    let rows = format!("SELECT {columns} FROM {name} ORDER BY {order} LIMIT {}", size.rows);
    // A full-text table numbers what reads it, so its rows are read first.
    let rows = query_rows(connection, &rows, [])?;
    let count: i64 =
        connection.query_row(&format!("SELECT count(*) FROM {name}"), [], |row| row.get(0))?;
    Ok(TableOverview { rows, count: usize::try_from(count).unwrap_or(usize::MAX) })
}
