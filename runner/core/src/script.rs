//! Runs SQL text statement by statement and says where a failing statement stands. It knows nothing of files.

use std::ops::Range;

use rusqlite::{Connection, Error, ErrorCode, Statement};

use crate::rows::read::read_rows;
use crate::rows::{Row, Rows};
use crate::sandbox::{Sandbox, SandboxRefusal};
use crate::sql::name::Name;
use crate::sql::token::{TokenKind, split_statements, tokenize};
use crate::sql::word::split_words;

/// A statement that did not run to its end, and the bytes of the text to point at.
#[derive(Debug, thiserror::Error)]
#[error("a statement failed at byte {}", .range.start)]
pub struct SqlError {
    /// Empty when it stands nowhere in the text.
    pub range: Range<usize>,
    #[source]
    pub kind: SqlErrorKind,
}

/// The one shape of SQL that failed, whoever ran it: a script, a step or a query.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum SqlErrorKind {
    /// SQLite's own words.
    #[error("{message}")]
    Sqlite { message: String, reason: Reason },
    #[error("not allowed here")]
    Refused(SandboxRefusal),
    #[error("interrupted: its time was over")]
    TimeOver,
    #[error("the result is larger than {limit} bytes")]
    TooMuch { limit: usize },
    #[error("a question is one statement")]
    SecondStatement,
    #[error("a quoted text is never closed")]
    Unfinished,
    /// With dbmate's `transaction:false`: the script began a transaction of its own and did not end it.
    #[error("a transaction is never ended")]
    OpenTransaction,
    /// References to rows that do not exist, found before the commit.
    #[error("`{}` refers to rows of `{}` that do not exist", .0.child, .0.parent)]
    Dangling(Box<Dangling>),
    /// What only the database has, and the script would take away without a word.
    #[error("it would drop what only the database has: {}", objects.join(", "))]
    Drift { objects: Vec<String> },
}

impl SqlErrorKind {
    /// The table it is about, where the failure is about the rows of one.
    pub fn table(&self) -> Option<&str> {
        match self {
            SqlErrorKind::Dangling(found) => Some(&found.child),
            _ => None,
        }
    }

    /// The column it is about, in the same case: the first of those that refer.
    pub fn column(&self) -> Option<&str> {
        match self {
            SqlErrorKind::Dangling(found) => {
                let Row(refers) = &found.rows.first()?.refers;
                refers.first().map(|(column, _)| column.as_str())
            }
            _ => None,
        }
    }
}

/// Rows of one table that refer to rows of another that do not exist.
#[derive(Debug, PartialEq, Eq)]
pub struct Dangling {
    pub child: Name,
    pub parent: Name,
    /// The number of them, and how many more in other tables, or by other keys.
    pub count: usize,
    pub elsewhere: usize,
    /// The first of them.
    pub rows: Vec<DanglingRow>,
    /// True when they were there before the script.
    pub before: bool,
}

/// One of them: its key, and the columns that refer, each with its value.
#[derive(Debug, PartialEq, Eq)]
pub struct DanglingRow {
    pub key: Row,
    pub refers: Row,
}

/// The kind of failure that SQLite reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// A rule of the schema refused a row: unique, not null, check, foreign key, type of a `STRICT` table.
    Constraint,
    /// The text is not a statement SQLite can run.
    Statement,
    /// No room on the disk, or the database grew over its limit.
    Full,
    /// Another connection holds the database.
    Locked,
    /// The file may not be written.
    ReadOnly,
    /// The file is not a database, or no longer a whole one.
    Damaged,
    /// The file cannot be opened, read or written.
    File,
}

impl From<&Error> for SqlError {
    /// A failure of a statement of the grader's own, which stands nowhere in the text.
    fn from(error: &Error) -> SqlError {
        SqlError { range: 0..0, kind: sqlite_kind(error) }
    }
}

/// Runs every statement of `sql`, all or none.
pub fn run(sandbox: &Sandbox, sql: &str) -> Result<(), SqlError> {
    in_transaction(sandbox, end(sql), || run_statements(sandbox, sql))
}

/// Runs `work` between `BEGIN` and `COMMIT`, and rolls back when it fails. `end` is where a failing commit points to.
pub(crate) fn in_transaction(
    sandbox: &Sandbox,
    end: usize,
    work: impl FnOnce() -> Result<(), SqlError>,
) -> Result<(), SqlError> {
    let connection = sandbox.connection();
    own(connection, "BEGIN IMMEDIATE", end)?;
    let result = work().and_then(|()| own(connection, "COMMIT", end));
    if result.is_err() && !connection.is_autocommit() {
        own(connection, "ROLLBACK", end)?;
    }
    result
}

/// Runs a statement of the grader's own; `end` is where its failure points to.
fn own(connection: &Connection, sql: &str, end: usize) -> Result<(), SqlError> {
    connection
        .execute_batch(sql)
        .map_err(|error| SqlError { range: end..end + 1, ..SqlError::from(&error) })
}

/// The last character that is no white space, which a commit that fails points to.
pub(crate) fn end(sql: &str) -> usize {
    sql.trim_end().char_indices().next_back().map_or(0, |(index, _)| index)
}

/// Runs every statement of `sql` in whatever transaction is open.
pub(crate) fn run_statements(sandbox: &Sandbox, sql: &str) -> Result<(), SqlError> {
    for range in split_statements(sql) {
        run_one(sandbox, sql, range, &mut |statement| {
            let mut rows = statement.raw_query();
            while rows.next()?.is_some() {}
            Ok(())
        })?;
    }
    Ok(())
}

/// Runs every statement of `sql`, each of which may only read, and returns the rows of the last.
///
/// A result of more than `limit` bytes is an error.
pub fn query(sandbox: &Sandbox, sql: &str, limit: usize) -> Result<Rows, SqlError> {
    let connection = sandbox.connection();
    own(connection, "SAVEPOINT query", 0)?;
    let result = query_last(sandbox, sql, limit);
    own(connection, "ROLLBACK TO query; RELEASE query", 0)?;
    result
}

fn query_last(sandbox: &Sandbox, sql: &str, limit: usize) -> Result<Rows, SqlError> {
    let mut last = Rows::default();
    let statements = split_statements(sql);
    if let Some(second) = statements.get(1) {
        return Err(SqlError { range: second.clone(), kind: SqlErrorKind::SecondStatement });
    }
    for range in statements {
        let whole = range.clone();
        let mut found = None;
        let mut only_reads = true;
        run_one(sandbox, sql, range, &mut |statement| {
            only_reads = statement.readonly();
            if only_reads {
                found = read_rows(statement.raw_query(), limit)?;
            }
            Ok(())
        })?;
        if !only_reads {
            return Err(SqlError {
                range: whole,
                kind: SqlErrorKind::Refused(SandboxRefusal::Write),
            });
        }
        let Some(rows) = found else {
            let kind = SqlErrorKind::TooMuch { limit };
            return Err(SqlError { range: whole, kind });
        };
        last = rows;
    }
    Ok(last)
}

/// Work with a statement that is prepared.
pub type StatementWork<'a> = &'a mut dyn FnMut(&mut Statement<'_>) -> rusqlite::Result<()>;

fn run_one(
    sandbox: &Sandbox,
    sql: &str,
    range: Range<usize>,
    work: StatementWork<'_>,
) -> Result<(), SqlError> {
    let text = &sql[range.clone()];
    let result = sandbox.foreign(|connection| {
        sandbox.use_grading_zone(text)?;
        let mut statement = connection.prepare(text)?;
        work(&mut statement)
    });
    result.map_err(|error| describe_failure(sandbox, text, range.start, &error))
}

/// Runs one statement of a text on a connection without guards, which may begin and end transactions, and does `work` with
/// it.
pub fn run_unguarded(
    connection: &Connection,
    sql: &str,
    range: Range<usize>,
    work: StatementWork<'_>,
) -> Result<(), SqlError> {
    let text = &sql[range.clone()];
    let result = connection.prepare(text).and_then(|mut statement| work(&mut statement));
    result.map_err(|error| locate_error(text, range.start, &error, sqlite_kind(&error)))
}

fn describe_failure(sandbox: &Sandbox, text: &str, start: usize, error: &Error) -> SqlError {
    let kind = if let Some(refusal) = sandbox.take_refusal() {
        SqlErrorKind::Refused(refusal)
    } else if sandbox.was_stopped() {
        SqlErrorKind::TimeOver
    } else {
        sqlite_kind(error)
    };
    locate_error(text, start, error, kind)
}

/// The failure of a statement at its place: `start` is where the statement begins.
fn locate_error(text: &str, start: usize, error: &Error, kind: SqlErrorKind) -> SqlError {
    if let Some(open) = unfinished(text) {
        let range = start + open..start + open + 1;
        return SqlError { range, kind: SqlErrorKind::Unfinished };
    }
    let whole = tokenize(text).first().map_or(0..text.len(), |token| token.span.clone());
    let span = match error {
        Error::SqlInputError { offset, .. } if *offset >= 0 => {
            token_at(text, usize::try_from(*offset).unwrap_or(0))
        }
        _ => missing_table(text, &kind).unwrap_or(whole),
    };
    SqlError { range: start + span.start..start + span.end, kind }
}

/// The token that stands at `offset`, or a single byte there.
fn token_at(text: &str, offset: usize) -> Range<usize> {
    split_words(text)
        .into_iter()
        .find(|word| word.span.contains(&offset))
        .map_or(offset..offset + 1, |word| word.span)
}

/// Where the table is named that SQLite did not find, for which it gives no offset.
fn missing_table(text: &str, kind: &SqlErrorKind) -> Option<Range<usize>> {
    let SqlErrorKind::Sqlite { message, .. } = kind else { return None };
    let name = message.strip_prefix("no such table: ")?;
    let name = Name::from(name.strip_prefix("main.").unwrap_or(name));
    split_words(text).into_iter().find(|word| name == *word.name()).map(|word| word.span)
}

/// Where a quoted text starts that is never closed.
fn unfinished(text: &str) -> Option<usize> {
    let last = tokenize(text).pop()?;
    let written = &text[last.span.clone()];
    let quote = match last.kind {
        TokenKind::String => '\'',
        TokenKind::Quoted if written.starts_with('[') => ']',
        TokenKind::Quoted => written.chars().next()?,
        _ => return None,
    };
    // An even number of quotes closes what it opens; a bracket closes once.
    let closed =
        if quote == ']' { written.ends_with(']') } else { written.matches(quote).count() % 2 == 0 };
    (!closed).then_some(last.span.start)
}

/// True if a statement was interrupted: its time was over.
pub fn is_time_over(error: &Error) -> bool {
    error.sqlite_error_code() == Some(ErrorCode::OperationInterrupted)
}

/// What a failure of SQLite is to a reader.
fn sqlite_kind(error: &Error) -> SqlErrorKind {
    let reason = match error.sqlite_error_code() {
        Some(ErrorCode::ConstraintViolation | ErrorCode::TypeMismatch) => Reason::Constraint,
        Some(ErrorCode::DiskFull | ErrorCode::OutOfMemory | ErrorCode::TooBig) => Reason::Full,
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Reason::Locked,
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Reason::ReadOnly,
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Reason::Damaged,
        Some(ErrorCode::SystemIoFailure | ErrorCode::CannotOpen) => Reason::File,
        _ => Reason::Statement,
    };
    let message = match error {
        Error::SqlInputError { msg, .. } => msg.clone(),
        Error::SqliteFailure(_, Some(message)) => message.clone(),
        other => other.to_string(),
    };
    SqlErrorKind::Sqlite { message, reason }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sandbox() -> Sandbox {
        let connection = Connection::open_in_memory().expect("SQLite opens a database in memory");
        Sandbox::new(connection, || false).expect("the guards are set")
    }

    #[track_caller]
    fn check(sql: &str, at: &str, expected: &SqlErrorKind) {
        let error = run(&sandbox(), sql).expect_err("the script fails");
        assert_eq!((&sql[error.range.clone()], &error.kind), (at, expected));
    }

    fn sqlite(message: &str, reason: Reason) -> SqlErrorKind {
        SqlErrorKind::Sqlite { message: message.to_owned(), reason }
    }

    #[test]
    fn a_syntax_error_points_at_its_word() {
        check(
            "CREATE TABLE a (id);\nCREATE TABEL b (id);",
            "TABEL",
            &sqlite("near \"TABEL\": syntax error", Reason::Statement),
        );
    }

    #[test]
    fn a_broken_rule_points_at_its_statement() {
        check(
            "CREATE TABLE a (id NOT NULL);\n\nINSERT INTO a VALUES (NULL);",
            "INSERT",
            &sqlite("NOT NULL constraint failed: a.id", Reason::Constraint),
        );
    }

    #[test]
    fn a_string_that_never_ends_points_at_its_start() {
        check("CREATE TABLE a (id);\nINSERT INTO a VALUES ('x);", "'", &SqlErrorKind::Unfinished);
    }

    #[test]
    fn transactions_and_other_files_are_refused() {
        check(
            "BEGIN",
            "BEGIN",
            &SqlErrorKind::Refused(SandboxRefusal::Transaction("BEGIN".to_owned())),
        );
        check(
            "SELECT 1; ROLLBACK",
            "ROLLBACK",
            &SqlErrorKind::Refused(SandboxRefusal::Transaction("ROLLBACK".to_owned())),
        );
        check(
            "SAVEPOINT a",
            "SAVEPOINT",
            &SqlErrorKind::Refused(SandboxRefusal::Transaction("SAVEPOINT".to_owned())),
        );
        check(
            "ATTACH ('/tmp/' || 'other.db') AS other",
            "ATTACH",
            &SqlErrorKind::Refused(SandboxRefusal::OtherFile),
        );
        check(
            "ATTACH 'other.db' AS other",
            "ATTACH",
            &SqlErrorKind::Refused(SandboxRefusal::OtherFile),
        );
        let pragma = SandboxRefusal::Pragma("writable_schema".to_owned());
        check("PRAGMA writable_schema = ON", "PRAGMA", &SqlErrorKind::Refused(pragma));
    }

    #[test]
    fn a_question_may_only_read() {
        let sandbox = sandbox();
        run(&sandbox, "CREATE TABLE a (id); INSERT INTO a VALUES (1)").expect("it is right");
        let wrong = "-- Not yet.\nDELETE FROM a RETURNING id";
        let error = query(&sandbox, wrong, 1_000).expect_err("it writes");
        assert_eq!(error.kind, SqlErrorKind::Refused(SandboxRefusal::Write));
        assert_eq!(&wrong[error.range], "DELETE FROM a RETURNING id");
        let rows = query(&sandbox, "SELECT id FROM a", 1_000).expect("it only reads");
        assert_eq!(rows.rows.len(), 1);
    }

    #[test]
    fn a_text_in_double_quotes_is_not_a_string() {
        let error = run(&sandbox(), "CREATE TABLE a (t); INSERT INTO a VALUES (\"x\")")
            .expect_err("a name, not a text");
        let SqlErrorKind::Sqlite { message, .. } = error.kind else { panic!("SQLite refuses it") };
        assert!(message.starts_with("no such column"), "{message}");
    }

    #[test]
    fn a_script_that_fails_leaves_nothing() {
        let sandbox = sandbox();
        run(&sandbox, "CREATE TABLE a (id); NONSENSE").expect_err("the second statement fails");
        let left: i64 = sandbox
            .connection()
            .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
            .expect("the catalogue can be read");
        assert_eq!(left, 0);
    }

    #[test]
    fn a_query_without_end_is_stopped() {
        let connection = Connection::open_in_memory().expect("SQLite opens a database in memory");
        let mut looks = 0;
        let sandbox = Sandbox::new(connection, move || {
            looks += 1;
            looks > 100
        })
        .expect("the guards are set");
        let endless =
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT sum(i) FROM n";
        let error = query(&sandbox, endless, 1_000).expect_err("it has no end");
        assert_eq!(error.kind, SqlErrorKind::TimeOver);
    }

    #[test]
    fn a_question_is_one_statement() {
        let one = query(&sandbox(), "-- Why?\nSELECT 1; -- So.\n", 1_000).expect("it is one");
        assert_eq!(one.rows.len(), 1);
        let error = query(&sandbox(), "SELECT 1; SELECT 2", 1_000).expect_err("there are two");
        assert_eq!((error.range, error.kind), (10..18, SqlErrorKind::SecondStatement));
    }

    #[test]
    fn a_result_over_the_limit_is_an_error() {
        let endless =
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n";
        let error = query(&sandbox(), endless, 1_000).expect_err("it has no end");
        assert_eq!(error.kind, SqlErrorKind::TooMuch { limit: 1_000 });
    }
}
