//! SQL for other hands: what running scripts does, with the transaction, the version row and the checks; and a schema.

use rusqlite::Connection;

use super::run::{add_checksum_sql, applied};
use super::{Half, Script};
use crate::schema::version_table;
use crate::sql::name::{Name, always_quote_name, quote_name, quote_text};
use crate::sql::word::split_words;

/// Renders what running these halves of scripts does as SQL for other hands. `connection` is the database as it is now,
/// if there is one: its table of versions says what has to be made of it first.
pub fn render_sql(
    connection: Option<&Connection>,
    chosen: &[&Script],
    half: Half,
) -> rusqlite::Result<String> {
    let mut preparation = match half {
        Half::Up => preparation_sql(connection)?,
        Half::Down => String::new(),
    };
    let mut text = format!("{SQL_HEAD}PRAGMA foreign_keys = OFF;\n");
    for script in chosen {
        let (word, body) = match half {
            Half::Up => ("up", script.up()),
            Half::Down => ("down", script.down().unwrap_or_default()),
        };
        let body = std::mem::take(&mut preparation) + &end_last_statement(body);
        let note = note_sql(script, half);
        text.push_str(&format!("\n-- {} {word}\n", script.name()));
        text.push_str(&if script.is_atomic(half) {
            format!("BEGIN IMMEDIATE;\n{body}{note}{REFERENCE_GUARD}COMMIT;\n")
        } else {
            format!("{body}{note}")
        });
    }
    text.push_str("\nPRAGMA foreign_keys = ON;\n");
    Ok(text)
}

const SQL_HEAD: &str =
    "-- Run this with `sqlite3 -bail`, or with another program that stops at the first error.\n";

/// Fails where a reference leads to no row, as the check before the commit does.
const REFERENCE_GUARD: &str =
    "CREATE TABLE reference_guard (leads_nowhere CHECK (leads_nowhere = 0));
INSERT INTO reference_guard SELECT count(*) FROM pragma_foreign_key_check;
DROP TABLE reference_guard;
";

/// Renders the schema of a database and the versions it is at, as dbmate does.
pub fn render_schema(connection: &Connection) -> rusqlite::Result<String> {
    let mut text: String =
        list_objects(connection)?.iter().map(SchemaObject::end_statement).collect();
    let applied = applied(connection)?;
    if !applied.is_empty() {
        let rows: Vec<String> =
            applied.iter().map(|known| format!("  ({})", quote_text(&known.version))).collect();
        let table = always_quote_name(version_table());
        text.push_str(&format!(
            "-- Dbmate schema migrations\nINSERT INTO {table} (version) VALUES\n{};\n",
            rows.join(",\n")
        ));
    }
    Ok(text)
}

/// Something that a catalogue holds, with the text that makes it.
pub(super) struct SchemaObject {
    pub(super) kind: String,
    pub(super) name: Name,
    sql: String,
}

impl SchemaObject {
    /// The text as a statement. Behind a comment the semicolon needs a line of its own.
    pub(super) fn end_statement(&self) -> String {
        let sql = self.sql.trim();
        let end = split_words(sql).last().map_or(0, |last| last.span.end);
        let before = if end < sql.len() { "\n" } else { "" };
        format!("{sql}{before};\n")
    }

    /// True of a table that counts which numbers it has given, also to rows that are gone.
    pub(super) fn is_counted(&self) -> bool {
        self.kind == "table" && split_words(&self.sql).iter().any(|word| word.is("AUTOINCREMENT"))
    }
}

/// Tables, indexes, views and triggers, each kind in the order of names, so that two databases with one schema give one
/// text.
pub(super) fn list_objects(connection: &Connection) -> rusqlite::Result<Vec<SchemaObject>> {
    let sql = "SELECT type, name, sql FROM sqlite_schema
         WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
           AND name NOT IN (SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'shadow')
         ORDER BY CASE type WHEN 'table' THEN 1 WHEN 'index' THEN 2 WHEN 'view' THEN 3 ELSE 4 END, name";
    connection
        .prepare(sql)?
        .query_map([], |row| {
            Ok(SchemaObject { kind: row.get(0)?, name: row.get(1)?, sql: row.get(2)? })
        })?
        .collect()
}

/// What makes the table of versions as it has to be.
fn preparation_sql(connection: Option<&Connection>) -> rusqlite::Result<String> {
    let columns: Vec<String> = match connection {
        Some(connection) => connection
            .prepare("SELECT name FROM pragma_table_info(?1, 'main')")?
            .query_map([version_table()], |row| row.get(0))?
            .collect::<Result<_, _>>()?,
        None => Vec::new(),
    };
    let mut text = String::new();
    if columns.is_empty() {
        // As dbmate makes it; the column of ours is added to it.
        let table = always_quote_name(version_table());
        text.push_str(&format!(
            "CREATE TABLE IF NOT EXISTS main.{table} (version varchar(128) primary key);\n"
        ));
    }
    if !columns.iter().any(|name| name == "checksum") {
        text.push_str(&format!("{};\n", add_checksum_sql()));
    }
    Ok(text)
}

fn note_sql(script: &Script, half: Half) -> String {
    let table = quote_name(version_table());
    match half {
        Half::Up => format!(
            "INSERT INTO {table} (version, checksum) VALUES ({}, '{}');\n",
            quote_text(&script.version),
            script.checksum()
        ),
        Half::Down => {
            let versions = script.squashes.iter().chain([&script.version]);
            let versions = versions.map(|version| quote_text(version));
            versions
                .map(|version| {
                    format!(
                        "DELETE FROM {table} WHERE ltrim(version, '0') = ltrim({version}, '0');\n"
                    )
                })
                .collect()
        }
    }
}

/// The text of a half, whose last statement may have no semicolon.
fn end_last_statement(body: &str) -> String {
    let body = body.trim();
    match split_words(body).last() {
        None if body.is_empty() => String::new(),
        Some(last) if !last.is(";") => format!("{body}\n;\n"),
        _ => format!("{body}\n"),
    }
}
