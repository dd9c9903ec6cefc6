//! Tries a statement on a database and undoes it, to see whether a rule lets it pass. It keeps nothing.

use crate::rows::{RowDifference, Value};
use crate::sandbox::Sandbox;
use crate::script::{self, Reason, SqlError, SqlErrorKind};
use crate::sql::name::Name;
use crate::sql::word::split_words;

mod check_edges;
mod compare;
mod condition;
mod derive;
mod statement;
mod views;

pub use compare::{DatabasePair, compare};
pub use condition::hold_the_same_rows;
pub use views::read_views;

/// The rule of a schema that a probe is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProbedRule {
    NotNull,
    Default,
    Unique,
    PrimaryKey,
    ForeignKey,
    ForeignKeyAction,
    Check,
    Trigger,
    View,
}

/// Statements by which two databases differ.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    pub rule: ProbedRule,
    pub table: Name,
    /// The columns the rule is about; none for a trigger or a view.
    pub columns: Vec<Name>,
    /// Statement that was run, after those that had to come first.
    pub statement: String,
    pub what: ProbeEffect,
}

/// Reaction of the second database to a statement, where the first reacts otherwise.
#[derive(Clone, Debug, PartialEq)]
pub enum ProbeEffect {
    /// The first one refused it.
    Accepted,
    /// SQLite's words; the first one accepted it.
    Refused(String),
    /// It does not run at all; SQLite's words.
    Broken(String),
    /// Another value in a column.
    Stored {
        column: Name,
        actual: Value,
    },
    /// Another moment than the one at which the row was added, both in UTC.
    OtherMoment {
        column: Name,
        actual: String,
        now: &'static str,
    },
    /// The number of a deleted row, for a new one.
    Reused,
    /// Something else became of the children of a row.
    Children {
        table: Name,
        expected: Fate,
        actual: Fate,
    },
    /// Other rows in a table, or in the result of a view.
    Rows {
        table: Name,
        difference: RowDifference,
    },
    NoView,
    /// A view that has to go is there.
    ViewLeft,
}

/// Fate of the children of a row that is deleted or renumbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// They keep it from being so.
    Refused,
    Deleted,
    Null,
    /// They refer to it by its new number.
    Followed,
    /// They refer to what is no longer there.
    Left,
    /// They refer to another row.
    Other,
}

/// Outcome of a statement that was tried.
#[derive(Debug)]
pub enum AttemptOutcome {
    Accepted,
    /// A rule refused it; SQLite's words.
    Refused(String),
    /// It never came to a rule: the statement itself does not run here.
    Broken(SqlError),
}

/// Tries `sql` inside a savepoint and takes it back.
///
/// Rules that wait for the end of the transaction (deferred foreign keys) are looked at before it is taken back.
pub fn attempt(sandbox: &Sandbox, sql: &str) -> rusqlite::Result<AttemptOutcome> {
    let connection = sandbox.connection();
    connection.execute_batch("BEGIN IMMEDIATE")?;
    let result = script::run_statements(sandbox, sql);
    let dangling = result.is_ok() && has_dangling_rows(sandbox)?;
    if !connection.is_autocommit() {
        connection.execute_batch("ROLLBACK")?;
    }
    Ok(match result {
        Ok(()) if dangling => AttemptOutcome::Refused("FOREIGN KEY constraint failed".to_owned()),
        Ok(()) => AttemptOutcome::Accepted,
        Err(SqlError {
            kind: SqlErrorKind::Sqlite { message, reason: Reason::Constraint },
            ..
        }) => AttemptOutcome::Refused(message),
        Err(error) => AttemptOutcome::Broken(error),
    })
}

fn has_dangling_rows(sandbox: &Sandbox) -> rusqlite::Result<bool> {
    sandbox.connection().query_row(
        "SELECT EXISTS (SELECT 1 FROM pragma_foreign_key_check)",
        [],
        |row| row.get(0),
    )
}

/// Finds the table a statement is about: the name after `INTO`, `UPDATE` or `FROM`.
pub fn table_of(statement: &str) -> Option<String> {
    let words = split_words(statement);
    let mut names = words.iter().filter(|word| word.may_name());
    names.find(|word| word.is_any(&["INTO", "UPDATE", "FROM"]))?;
    Some(names.next()?.name())
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::*;

    #[track_caller]
    fn check(sql: &str, expected: &str) {
        let connection = Connection::open_in_memory().expect("SQLite opens a database in memory");
        let sandbox = Sandbox::new(connection, || false).expect("the guards are set");
        let schema = "CREATE TABLE p (id INTEGER PRIMARY KEY, name TEXT UNIQUE);
                      CREATE TABLE c (p INTEGER REFERENCES p (id) DEFERRABLE INITIALLY DEFERRED);
                      INSERT INTO p VALUES (1, 'a');";
        script::run(&sandbox, schema).expect("the test's schema is right");
        for _ in 0..2 {
            let answer = attempt(&sandbox, sql).expect("the savepoint works");
            assert!(format!("{answer:?}").starts_with(expected), "{answer:?}");
        }
    }

    #[test]
    fn a_statement_names_its_table() {
        assert_eq!(
            table_of("INSERT OR IGNORE INTO \"a b\" (x) SELECT 1 FROM c").as_deref(),
            Some("a b")
        );
        assert_eq!(table_of("DELETE FROM c").as_deref(), Some("c"));
        assert_eq!(table_of("PRAGMA user_version"), None);
    }

    #[test]
    fn a_statement_is_tried_and_taken_back() {
        check("INSERT INTO p VALUES (2, 'b')", "Accepted");
        check("INSERT INTO p VALUES (2, 'a')", "Refused(\"UNIQUE constraint failed: p.name\")");
        check("INSERT INTO c VALUES (9)", "Refused(\"FOREIGN KEY constraint failed\")");
        check("INSERT INTO nowhere VALUES (9)", "Broken");
    }
}
