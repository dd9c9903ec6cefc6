//! Runs one statement of a probe on one database, takes it back, and names the rule that refused it.

use rusqlite::{Error, ErrorCode, Result};

use super::ProbedRule;
use crate::rows::Value;
use crate::rows::read::query_rows;
use crate::sandbox::Sandbox;
use crate::script::{Reason, SqlError, SqlErrorKind};
use crate::sql::name::quote_name;

/// Reaction of a database to one statement.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum StatementOutcome {
    Accepted(Option<Value>),
    Refused(String),
    Broken(String),
}

/// Runs a statement as foreign SQL; `returned` is the column to give back of the row it makes.
pub(super) fn run_statement(
    sandbox: &Sandbox,
    statement: &str,
    returned: Option<&str>,
) -> Result<StatementOutcome> {
    let sql = match returned {
        Some(column) => format!("{statement} RETURNING {}", quote_name(column)),
        None => statement.to_owned(),
    };
    let ran = sandbox.foreign(|connection| {
        let rows = query_rows(connection, &sql, [])?.rows;
        Ok(rows.into_iter().next_back().and_then(|row| row.into_iter().next()))
    });
    match ran {
        Ok(value) => Ok(StatementOutcome::Accepted(value)),
        Err(error) => match SqlError::from(&error).kind {
            SqlErrorKind::Sqlite { message, reason: Reason::Constraint } => {
                Ok(StatementOutcome::Refused(message))
            }
            _ => message_of_broken(error).map(StatementOutcome::Broken),
        },
    }
}

/// SQLite's words for a statement that does not run; an error when its time was over.
pub(super) fn message_of_broken(error: Error) -> Result<String> {
    match SqlError::from(&error).kind {
        SqlErrorKind::Sqlite { message, .. }
            if error.sqlite_error_code() != Some(ErrorCode::OperationInterrupted) =>
        {
            Ok(message)
        }
        _ => Err(error),
    }
}

/// Takes back what was tried; a trigger may have done so already.
pub(super) fn roll_back(sandbox: &Sandbox) -> Result<()> {
    if sandbox.connection().is_autocommit() {
        return Ok(());
    }
    sandbox.connection().execute_batch("ROLLBACK TO probe; RELEASE probe")
}

/// SQLite's words for each rule.
const WORDS: [(ProbedRule, &str); 4] = [
    (ProbedRule::NotNull, "NOT NULL constraint failed"),
    (ProbedRule::Unique, "UNIQUE constraint failed"),
    (ProbedRule::ForeignKey, "FOREIGN KEY constraint failed"),
    (ProbedRule::Check, "CHECK constraint failed"),
];

pub(super) fn refusing_rule(message: &str) -> ProbedRule {
    let known = WORDS.iter().find(|(_, words)| message.starts_with(words));
    known.map_or(ProbedRule::Trigger, |(rule, _)| *rule)
}

/// Tells whether the expected database's reaction says something about this rule, and not about another one.
pub(super) fn shows_rule(rule: ProbedRule, verdict: &StatementOutcome) -> bool {
    match (verdict, rule) {
        (StatementOutcome::Accepted(_), _) => true,
        (StatementOutcome::Broken(_), _) => false,
        (StatementOutcome::Refused(message), ProbedRule::Default) => {
            refusing_rule(message) == ProbedRule::NotNull
        }
        (StatementOutcome::Refused(message), ProbedRule::PrimaryKey) => {
            refusing_rule(message) == ProbedRule::Unique
        }
        (StatementOutcome::Refused(message), ProbedRule::ForeignKeyAction) => {
            refusing_rule(message) == ProbedRule::ForeignKey
        }
        (StatementOutcome::Refused(message), rule) => refusing_rule(message) == rule,
    }
}
