//! Carries the statistics of the query planner over a script: dropping the old table of a rebuild deletes its rows of
//! `sqlite_stat1`.

use rusqlite::types::Value;
use rusqlite::{Connection, params};

/// The rows of `sqlite_stat1` before a script.
pub(super) struct Statistics(Vec<StatisticsRow>);

/// A row as it stands there: `ANALYZE` writes texts, but anybody may write anything.
struct StatisticsRow {
    table: Value,
    index: Value,
    /// Columns of the index, which its statistics are about.
    columns: Option<String>,
    figures: Value,
}

impl Statistics {
    /// Reads what there is on a database that was analyzed, where the script may take some of it away: nothing does but dropping a table or an index.
    pub(super) fn read(connection: &Connection, script: &str) -> rusqlite::Result<Statistics> {
        if !script.to_ascii_lowercase().contains("drop") {
            return Ok(Statistics(Vec::new()));
        }
        let Ok(mut statement) = connection.prepare(READ) else {
            return Ok(Statistics(Vec::new()));
        };
        let rows = statement.query_map([], |row| {
            Ok(StatisticsRow {
                table: row.get(0)?,
                index: row.get(1)?,
                columns: row.get(2)?,
                figures: row.get(3)?,
            })
        })?;
        Ok(Statistics(rows.collect::<rusqlite::Result<_>>()?))
    }

    /// Puts back what a script took away, where there still is such a table with such an index. One that speaks of the
    /// statistics itself knows what it does.
    pub(super) fn restore(&self, connection: &Connection, script: &str) -> rusqlite::Result<()> {
        if self.0.is_empty() || script.to_ascii_lowercase().contains("sqlite_stat1") {
            return Ok(());
        }
        let mut statement = connection.prepare(RESTORE)?;
        for row in &self.0 {
            statement.execute(params![row.table, row.index, row.columns, row.figures])?;
        }
        Ok(())
    }
}

const READ: &str = "SELECT tbl, idx,
        (SELECT group_concat(coalesce(name, '?')) FROM pragma_index_info(idx, 'main')), stat
    FROM main.sqlite_stat1 WHERE tbl IS NOT NULL";

const RESTORE: &str = "INSERT INTO main.sqlite_stat1 (tbl, idx, stat) SELECT ?1, ?2, ?4
    WHERE EXISTS (SELECT 1 FROM main.sqlite_schema WHERE type = 'table' AND name = ?1)
      AND NOT EXISTS (SELECT 1 FROM main.sqlite_stat1 WHERE tbl = ?1 AND idx IS ?2)
      AND (SELECT group_concat(coalesce(name, '?')) FROM pragma_index_info(?2, 'main')) IS ?3";
