//! Functions and collations of an application, stood in for while schemas are compared: SQLite refuses to make a table
//! that names one it does not know. On a database of the user's own nothing is stood in for.

use std::cmp::Ordering;

use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;
use rusqlite::types::Null;

use super::{MigrationError, MigrationErrorKind};
use crate::script::{SqlError, SqlErrorKind};

/// A function or a collation that SQLite does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ApplicationPart {
    Function(String),
    Collation(String),
}

impl ApplicationPart {
    /// Reads what SQLite misses from its message.
    pub fn parse(message: &str) -> Option<ApplicationPart> {
        let after = |words: &str| {
            let (_, name) = message.split_once(words)?;
            Some(name.trim().to_owned()).filter(|name| !name.is_empty())
        };
        after("no such function: ")
            .map(ApplicationPart::Function)
            .or_else(|| after("no such collation sequence: ").map(ApplicationPart::Collation))
    }

    /// What a script misses that failed.
    pub fn of_error(error: &MigrationError) -> Option<ApplicationPart> {
        match &error.kind {
            MigrationErrorKind::Sql(kind) => ApplicationPart::of_sql(kind),
            MigrationErrorKind::Script(_) => None,
        }
    }

    /// What a statement misses that failed.
    pub fn of_sql(kind: &SqlErrorKind) -> Option<ApplicationPart> {
        match kind {
            SqlErrorKind::Sqlite { message, .. } => ApplicationPart::parse(message),
            _ => None,
        }
    }

    /// Makes the connection know it: a function that gives NULL, which every check takes, or the order of bytes.
    pub fn stand_in(&self, connection: &Connection) -> rusqlite::Result<()> {
        match self {
            ApplicationPart::Function(name) => connection.create_scalar_function(
                name.as_str(),
                -1,
                FunctionFlags::SQLITE_UTF8
                    | FunctionFlags::SQLITE_DETERMINISTIC
                    | FunctionFlags::SQLITE_INNOCUOUS,
                |_| Ok(Null),
            ),
            ApplicationPart::Collation(name) => connection
                .create_collation(name.as_str(), |one: &str, two: &str| -> Ordering {
                    one.cmp(two)
                }),
        }
    }

    pub fn describe(&self) -> String {
        match self {
            ApplicationPart::Function(name) => format!("the function `{name}`"),
            ApplicationPart::Collation(name) => format!("the collation `{name}`"),
        }
    }
}

/// Runs `work` again and again, with one part more stood in for each time, until it misses no other.
pub fn stand_in_for_missing<T, E>(
    connection: &Connection,
    mut missing: impl FnMut(&E) -> Option<ApplicationPart>,
    mut work: impl FnMut() -> Result<T, E>,
) -> Result<T, E> {
    let mut known = Vec::new();
    loop {
        let error = match work() {
            Ok(done) => return Ok(done),
            Err(error) => error,
        };
        let Some(part) = missing(&error).filter(|part| !known.contains(part)) else {
            return Err(error);
        };
        if part.stand_in(connection).is_err() {
            return Err(error);
        }
        known.push(part);
    }
}

/// SQLite's own words for a failure.
pub(crate) fn explain_error(error: &rusqlite::Error) -> String {
    SqlError::from(error).kind.to_string()
}

/// Runs statements of the workbook's own on a database where schemas are compared.
pub(crate) fn run_batch(connection: &Connection, sql: &str) -> rusqlite::Result<()> {
    let missing = |error: &rusqlite::Error| ApplicationPart::parse(&explain_error(error));
    stand_in_for_missing(connection, missing, || connection.execute_batch(sql))
}

/// As [`run_batch`]; but that a view or a trigger needs such a part is an error, since either can go out of the way.
pub(crate) fn run_beside_readers(connection: &Connection, sql: &str) -> rusqlite::Result<()> {
    match connection.execute_batch(sql) {
        Err(error) if blames_reader(&error) => Err(error),
        Err(_) => run_batch(connection, sql),
        Ok(()) => Ok(()),
    }
}

/// True if SQLite stumbled over a view or trigger: `error in view v after drop column: …`.
pub(crate) fn blames_reader(error: &rusqlite::Error) -> bool {
    let message = error.to_string();
    message.starts_with("error in view") || message.starts_with("error in trigger")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_with_an_unknown_function_and_collation_can_be_made() {
        let connection = Connection::open_in_memory().expect("SQLite opens a database in memory");
        let sql = "CREATE TABLE a (b COLLATE icu_root CHECK (b REGEXP 'x' AND own(b, 1) > 2)); \
                   CREATE INDEX c ON a (other(b), b COLLATE more);";
        run_batch(&connection, sql).expect_err("the table is there when it is run again");
        for statement in sql.split_inclusive(';') {
            let connection = Connection::open_in_memory().expect("SQLite opens a database");
            run_batch(&connection, "CREATE TABLE a (b);").expect("it is plain");
            run_batch(&connection, &statement.replace("TABLE a", "TABLE d"))
                .expect("it is stood in for");
        }
    }

    #[test]
    fn an_error_that_misses_nothing_stays_one() {
        let connection = Connection::open_in_memory().expect("SQLite opens a database in memory");
        run_batch(&connection, "CREATE TABLE a (b COLLATE").expect_err("it is no statement");
    }
}
