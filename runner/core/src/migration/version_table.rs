//! Tells a table of the versions of scripts from a table that has only its name.

use rusqlite::{Connection, OptionalExtension};

use crate::schema::{USUAL_VERSION_TABLE, version_table};

/// The table that the versions of applied scripts are to be kept in, as a database has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VersionTable {
    There,
    Missing {
        /// True if versions stand in the table with the usual name.
        other: bool,
    },
    /// Something else with its name, described with its article.
    Foreign(String),
}

/// Looks for the table of versions: dbmate's has the column `version`, one of ours `checksum` as well.
pub fn find_version_table(connection: &Connection) -> rusqlite::Result<VersionTable> {
    let kind =
        "SELECT type FROM pragma_table_list WHERE schema = 'main' AND name = ?1 COLLATE NOCASE";
    let kind: Option<String> =
        connection.query_row(kind, [version_table()], |row| row.get(0)).optional()?;
    match kind.as_deref() {
        None => {
            let rows = format!("SELECT 1 FROM main.{USUAL_VERSION_TABLE} LIMIT 1");
            let other = connection.prepare(&rows).and_then(|mut rows| rows.exists([]));
            return Ok(VersionTable::Missing { other: other.unwrap_or_default() });
        }
        Some("table") => (),
        Some(kind) => return Ok(VersionTable::Foreign(format!("a {kind}"))),
    }
    let columns: Vec<String> = connection
        .prepare("SELECT lower(name) FROM pragma_table_info(?1, 'main')")?
        .query_map([version_table()], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let is_ours = columns.iter().any(|column| column == "version")
        && columns.iter().all(|column| column == "version" || column == "checksum");
    if is_ours {
        return Ok(VersionTable::There);
    }
    let columns: Vec<String> = columns.iter().map(|column| format!("`{column}`")).collect();
    Ok(VersionTable::Foreign(format!("a table with the columns {}", columns.join(", "))))
}
