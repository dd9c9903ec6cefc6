//! Scripts as SQL for other hands: what running them does, with the transaction, the version row and the checks.

use rusqlite::Connection;

use super::run::ADD_CHECKSUM;
use super::{Half, Script};
use crate::schema::VERSION_TABLE;
use crate::sql::name::quote_text;
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

/// Makes the table as dbmate does; [`ADD_CHECKSUM`] adds the column of ours.
const CREATE_VERSION_TABLE: &str =
    "CREATE TABLE IF NOT EXISTS main.\"schema_migrations\" (version varchar(128) primary key)";

const SQL_HEAD: &str =
    "-- Run this with `sqlite3 -bail`, or with another program that stops at the first error.\n";

/// Fails where a reference leads to no row, as the check before the commit does.
const REFERENCE_GUARD: &str =
    "CREATE TABLE reference_guard (leads_nowhere CHECK (leads_nowhere = 0));
INSERT INTO reference_guard SELECT count(*) FROM pragma_foreign_key_check;
DROP TABLE reference_guard;
";

/// What makes the table of versions as it has to be.
fn preparation_sql(connection: Option<&Connection>) -> rusqlite::Result<String> {
    let columns: Vec<String> = match connection {
        Some(connection) => connection
            .prepare("SELECT name FROM pragma_table_info(?1, 'main')")?
            .query_map([VERSION_TABLE], |row| row.get(0))?
            .collect::<Result<_, _>>()?,
        None => Vec::new(),
    };
    let mut text = String::new();
    if columns.is_empty() {
        text.push_str(&format!("{CREATE_VERSION_TABLE};\n"));
    }
    if !columns.iter().any(|name| name == "checksum") {
        text.push_str(&format!("{ADD_CHECKSUM};\n"));
    }
    Ok(text)
}

fn note_sql(script: &Script, half: Half) -> String {
    let version = quote_text(&script.version);
    match half {
        Half::Up => format!(
            "INSERT INTO {VERSION_TABLE} (version, checksum) VALUES ({version}, '{}');\n",
            script.checksum()
        ),
        Half::Down => format!(
            "DELETE FROM {VERSION_TABLE} WHERE ltrim(version, '0') = ltrim({version}, '0');\n"
        ),
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
