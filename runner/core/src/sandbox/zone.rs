//! A time zone that no machine has, so that local time is never UTC, whatever machine grades.

use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::types::Value;
use rusqlite::{Connection, Result, params_from_iter};

/// How far local time is ahead of UTC, as SQLite's modifiers: 5 hours and 41 minutes.
const AHEAD: &str = "+341 minutes";
const BEHIND: &str = "-341 minutes";
/// SQLite's date and time functions that take modifiers, and which argument is the first of these.
const FUNCTIONS: [(&str, usize); 6] = [
    ("date", 1),
    ("time", 1),
    ("datetime", 1),
    ("julianday", 1),
    ("unixepoch", 1),
    ("strftime", 2),
];

/// Whether a text speaks of local time: only then are SQLite's own functions replaced.
pub(super) fn is_local(sql: &str) -> bool {
    let sql = sql.to_ascii_lowercase();
    sql.contains("localtime") || sql.contains("'utc'")
}

/// Makes the date and time functions of `connection` take the grader's zone for local time.
pub(super) fn install(connection: &Connection) -> Result<()> {
    let clock = Arc::new(Mutex::new(Connection::open_in_memory()?));
    let flags = FunctionFlags::SQLITE_UTF8
        | FunctionFlags::SQLITE_DETERMINISTIC
        | FunctionFlags::SQLITE_INNOCUOUS;
    for (name, first) in FUNCTIONS {
        let clock = AssertUnwindSafe(Arc::clone(&clock));
        connection.create_scalar_function(name, -1, flags, move |context| {
            let clock = clock.lock().unwrap_or_else(PoisonError::into_inner);
            call(&clock, name, first, context)
        })?;
    }
    Ok(())
}

fn call(clock: &Connection, name: &str, first: usize, context: &Context<'_>) -> Result<Value> {
    let mut arguments = Vec::with_capacity(context.len());
    for at in 0..context.len() {
        let value = context.get::<Value>(at)?;
        arguments.push(if at >= first { in_zone(value) } else { value });
    }
    let marks = vec!["?"; arguments.len()].join(", ");
    let mut statement = clock.prepare(&format!("SELECT {name}({marks})"))?;
    statement.query_row(params_from_iter(arguments), |row| row.get(0))
}

fn in_zone(modifier: Value) -> Value {
    let Value::Text(text) = &modifier else { return modifier };
    match text.trim().to_ascii_lowercase().as_str() {
        "localtime" => Value::Text(AHEAD.to_owned()),
        "utc" => Value::Text(BEHIND.to_owned()),
        _ => modifier,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(sql: &str) -> String {
        let connection = Connection::open_in_memory().expect("SQLite opens a database in memory");
        install(&connection).expect("functions can be replaced");
        connection.query_row(sql, [], |row| row.get(0)).expect("the query runs")
    }

    #[test]
    fn local_time_is_never_utc() {
        assert_eq!(asked("SELECT datetime('2026-01-01', 'localtime')"), "2026-01-01 05:41:00");
        assert_eq!(asked("SELECT datetime('2026-01-01 05:41', 'utc')"), "2026-01-01 00:00:00");
        assert_eq!(asked("SELECT strftime('%H:%M', '2026-01-01', 'LocalTime')"), "05:41");
        assert_eq!(asked("SELECT date('2026-01-31', '+1 day')"), "2026-02-01");
    }

    #[test]
    fn a_default_may_use_it() {
        let connection = Connection::open_in_memory().expect("SQLite opens a database in memory");
        install(&connection).expect("functions can be replaced");
        connection
            .execute_batch(
                "CREATE TABLE t (a, at TEXT DEFAULT (datetime('now', 'localtime')),
                                 CHECK (date(a) IS a)); INSERT INTO t (a) VALUES ('2026-01-01')",
            )
            .expect("the statements run");
        let apart: i64 = connection
            .query_row("SELECT unixepoch(at) - unixepoch('now') FROM t", [], |row| row.get(0))
            .expect("the query runs");
        assert!((apart - 341 * 60).abs() < 60, "{apart}");
    }
}
