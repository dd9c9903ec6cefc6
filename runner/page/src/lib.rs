//! Grades answers of SQL exercises from data alone: what a page in a browser runs, and every other place without a file
//! system.

use std::sync::Arc;
use std::time::{Duration, Instant};

use rusqlite::{Connection, Error};
use serde::{Deserialize, Serialize};
use workbook_core::finding::Finding;
use workbook_core::grade::{
    Database, ExerciseJson, Frame, GradeError, Host, MemoryDatabase, Pack, grade, grade_in_frames,
};
use workbook_core::rows::print::print_results;
use workbook_core::script::is_time_over;

/// A place with databases in memory and no programs.
struct PageHost {
    start: Instant,
    now: i64,
}

/// Grades a pack and returns the report.
///
/// # Errors
/// A snapshot that does not fit the exercise, or SQLite without memory.
pub fn grade_pack(pack: &Pack) -> Result<ExerciseJson, GradeError> {
    let host = PageHost { start: Instant::now(), now: pack.now };
    let graded = grade(&pack.assignment(&host), &host, Arc::new(MemoryDatabase::new()?))?;
    Ok(ExerciseJson::new(&graded.report, &pack.sections))
}

/// Statements of a page of the book, with those that its reader comes upon before.
#[derive(Debug, Deserialize)]
pub struct PageSql {
    /// Blocks, the ones that are meant to fail left out.
    before: Vec<String>,
    sql: String,
}

/// What statements printed, or the message of the one that failed.
#[derive(Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Printed {
    Result(String),
    Error(String),
}

/// The time that the statements of a page may take, the most bytes that they print, and the most that their database takes.
const TIME: Duration = Duration::from_secs(3);
const MOST_PRINTED: usize = 50_000;
const MOST_MEMORY: u32 = 200_000_000;

/// Runs statements on the database as it is at their place on the page.
///
/// # Errors
/// SQLite without memory, or a page whose own blocks fail.
pub fn print_page_sql(page: &PageSql) -> rusqlite::Result<Printed> {
    let connection = Connection::open_in_memory()?;
    connection.pragma_update(None, "hard_heap_limit", MOST_MEMORY)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    for block in &page.before {
        print_results(&connection, block, 0)?;
    }
    let end = Instant::now() + TIME;
    connection.progress_handler(10_000, Some(move || Instant::now() >= end))?;
    Ok(match print_results(&connection, &page.sql, MOST_PRINTED) {
        Ok(printed) => Printed::Result(printed),
        Err(error) if is_time_over(&error) => {
            Printed::Error(format!("it was stopped after {} seconds", TIME.as_secs()))
        }
        Err(Error::SqliteFailure(_, Some(message)) | Error::SqlInputError { msg: message, .. }) => {
            Printed::Error(message)
        }
        Err(error) => Printed::Error(error.to_string()),
    })
}

/// Grades a pack and returns the databases on the way, for showing.
///
/// # Errors
/// See [`grade_pack`].
pub fn read_frames(pack: &Pack) -> Result<Vec<Frame>, GradeError> {
    let host = PageHost { start: Instant::now(), now: pack.now };
    let database = Arc::new(MemoryDatabase::new()?);
    Ok(grade_in_frames(&pack.assignment(&host), &host, database)?.1)
}

impl Host for PageHost {
    fn create_database(&self) -> Result<Arc<dyn Database>, GradeError> {
        Ok(Arc::new(MemoryDatabase::new()?))
    }

    fn prepare_program(&self) -> Result<Option<Finding>, GradeError> {
        Ok(None)
    }

    fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }

    fn now(&self) -> i64 {
        self.now
    }

    fn start_timer(&self, limit: Duration) -> Box<dyn FnMut() -> bool + Send> {
        let end = Instant::now() + limit;
        Box::new(move || Instant::now() >= end)
    }

    fn do_both<'w>(&self, other: Box<dyn FnOnce() + Send + 'w>, this: Box<dyn FnOnce() + 'w>) {
        this();
        other();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the page says of statements that come after others.
    fn say(before: &[&str], sql: &str) -> String {
        let before = before.iter().map(|block| (*block).to_owned()).collect();
        match print_page_sql(&PageSql { before, sql: sql.to_owned() }) {
            Ok(Printed::Result(text) | Printed::Error(text)) => text,
            Err(error) => format!("broken: {error}"),
        }
    }

    #[test]
    fn statements_run_after_those_before_them() {
        let before = ["CREATE TABLE t (a)", "INSERT INTO t VALUES (1), (NULL)"];
        assert_eq!(say(&before, "SELECT a FROM t"), "a\n----\n1\nNULL\n");
        assert_eq!(say(&before[..1], "SELECT a FROM t"), "");
        assert_eq!(say(&["CREATE TABLE"], "SELECT 1"), "broken: incomplete input");
    }

    #[test]
    fn a_statement_that_fails_is_told_in_the_words_of_sqlite() {
        assert_eq!(say(&[], "SELECT a FROM t"), "no such table: t");
        let before = ["CREATE TABLE t (a UNIQUE); INSERT INTO t VALUES (1)"];
        assert_eq!(say(&before, "INSERT INTO t VALUES (1)"), "UNIQUE constraint failed: t.a");
    }

    #[test]
    fn what_never_ends_or_needs_too_much_is_stopped() {
        let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)";
        assert_eq!(
            say(&[], &format!("{endless} SELECT count(*) FROM n")),
            "it was stopped after 3 seconds"
        );
        let printed = say(&[], &format!("{endless} SELECT i FROM n LIMIT 100000"));
        assert!(
            printed.ends_with(" more rows)\n") && printed.len() < 2 * MOST_PRINTED,
            "{}",
            printed.len()
        );
        assert_eq!(say(&[], "SELECT length(hex(zeroblob(400000000)))"), "out of memory");
    }
}
