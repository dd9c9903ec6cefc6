//! A time zone that no machine has, so that local time is never UTC, whatever machine grades; and a clock that stands still.

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

/// Tells whether a text may ask for the time.
pub(super) fn asks_the_clock(sql: &str) -> bool {
    let sql = sql.to_ascii_lowercase();
    ["current_", "now", "date(", "time(", "julianday", "unixepoch"]
        .iter()
        .any(|word| sql.contains(word))
}

/// Whether a text speaks of local time: only then are SQLite's own functions replaced.
pub(super) fn is_local(sql: &str) -> bool {
    let sql = sql.to_ascii_lowercase();
    sql.contains("localtime") || sql.contains("'utc'")
}

/// Makes the date and time functions of `connection` take the grader's zone for local time, and this moment for now, if one
/// is given.
pub(super) fn install(connection: &Connection, now: Option<&'static str>) -> Result<()> {
    let clock = Arc::new(Mutex::new(Connection::open_in_memory()?));
    let flags = FunctionFlags::SQLITE_UTF8
        | FunctionFlags::SQLITE_DETERMINISTIC
        | FunctionFlags::SQLITE_INNOCUOUS;
    for (name, first) in FUNCTIONS {
        let clock = AssertUnwindSafe(Arc::clone(&clock));
        connection.create_scalar_function(name, -1, flags, move |context| {
            let clock = clock.lock().unwrap_or_else(PoisonError::into_inner);
            let mut arguments = read_arguments(context, first)?;
            if let Some(now) = now {
                stand_still(&mut arguments, first, now);
            }
            call(&clock, name, &arguments)
        })?;
    }
    let keywords = now.into_iter().flat_map(|now| {
        let (day, time) = now.split_at(now.find(' ').unwrap_or(now.len()));
        [("current_timestamp", now), ("current_date", day), ("current_time", time.trim_start())]
    });
    for (name, value) in keywords {
        connection.create_scalar_function(name, 0, flags, move |_| Ok(value))?;
    }
    Ok(())
}

fn read_arguments(context: &Context<'_>, first: usize) -> Result<Vec<Value>> {
    let arguments = (0..context.len()).map(|at| {
        let value = context.get::<Value>(at)?;
        Ok(if at >= first { in_zone(value) } else { value })
    });
    arguments.collect()
}

/// Puts the moment in the place of the word `now`, and where SQLite takes none for it.
fn stand_still(arguments: &mut Vec<Value>, first: usize, now: &str) {
    let moment = Value::Text(now.to_owned());
    if arguments.len() + 1 == first {
        arguments.push(moment);
    } else if let Some(Value::Text(text)) = arguments.get(first - 1)
        && matches!(text.trim().to_ascii_lowercase().as_str(), "now")
    {
        arguments[first - 1] = moment;
    }
}

fn call(clock: &Connection, name: &str, arguments: &[Value]) -> Result<Value> {
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
        install(&connection, None).expect("functions can be replaced");
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
        install(&connection, None).expect("functions can be replaced");
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

    #[test]
    fn the_clock_can_stand_still() {
        let connection = Connection::open_in_memory().expect("SQLite opens a database in memory");
        install(&connection, Some("2031-03-04 21:06:07")).expect("functions can be replaced");
        let sql = "CREATE TABLE t (a DEFAULT CURRENT_TIMESTAMP, b DEFAULT CURRENT_DATE, c DEFAULT CURRENT_TIME,
             d DEFAULT (datetime('now', 'localtime')), e DEFAULT (strftime('%s')), f DEFAULT (datetime()),
             g DEFAULT (date(' NOW ', '+1 day')), h DEFAULT (date('2026-01-01'))); INSERT INTO t DEFAULT VALUES";
        connection.execute_batch(sql).expect("the statements run");
        let all = "SELECT concat_ws('; ', a, b, c, d, e, f, g, h) FROM t";
        let found: String =
            connection.query_row(all, [], |row| row.get(0)).expect("there is a row");
        let expected = "2031-03-04 21:06:07; 2031-03-04; 21:06:07; 2031-03-05 02:47:07; 1930424767; \
                        2031-03-04 21:06:07; 2031-03-05; 2026-01-01";
        assert_eq!(found, expected);
    }
}
