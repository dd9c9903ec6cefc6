//! Bounds what is read back of a database. It keeps no rows.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Error, Result, Row, ffi};

/// The most rows of a database that are read back, and the most bytes of values.
const STATE_ROWS: usize = 250_000;
const STATE_BYTES: usize = 48_000_000;

/// The rows and bytes that may still be read.
pub(super) struct RoomLeft {
    bytes: usize,
    rows: usize,
}

impl RoomLeft {
    pub(super) fn for_state() -> RoomLeft {
        RoomLeft { bytes: STATE_BYTES, rows: STATE_ROWS }
    }

    /// Takes what the rows of a query need, or fails where they are too many or too large.
    pub(super) fn take(&mut self, connection: &Connection, sql: &str) -> Result<()> {
        let mut statement = connection.prepare(sql)?;
        let width = statement.column_count();
        let mut found = statement.raw_query();
        while let Some(row) = found.next()? {
            self.take_row(row, width)?;
        }
        Ok(())
    }

    /// Takes what one row of so many columns needs.
    pub(super) fn take_row(&mut self, row: &Row<'_>, width: usize) -> Result<()> {
        for index in 0..width {
            self.bytes = take_from(self.bytes, size_of(row.get_ref(index)?))?;
        }
        self.rows = take_from(self.rows, 1)?;
        Ok(())
    }
}

fn take_from(left: usize, size: usize) -> Result<usize> {
    let too_large = || {
        let message = format!(
            "its rows are more than {STATE_ROWS}, or take more than {} MB",
            STATE_BYTES / 1_000_000
        );
        Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_TOOBIG), Some(message))
    };
    left.checked_sub(size).ok_or_else(too_large)
}

fn size_of(value: ValueRef<'_>) -> usize {
    match value {
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => bytes.len() + 8,
        _ => 8,
    }
}
