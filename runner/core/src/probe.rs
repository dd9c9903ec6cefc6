//! Tries a statement on a database and undoes it, to see whether a rule lets it pass. It keeps nothing.

use crate::sandbox::Sandbox;
use crate::script::{self, Reason, ScriptError, ScriptErrorKind};
use crate::token::{Kind, tokens, unquoted};

/// What the database did with a statement.
#[derive(Debug)]
pub enum Answer {
    Accepted,
    /// A rule refused it; SQLite's words.
    Refused(String),
    /// It never came to a rule: the statement itself does not run here.
    Broken(ScriptError),
}

/// Tries `sql` inside a savepoint and takes it back.
///
/// Rules that wait for the end of the transaction (deferred foreign keys) are looked at before it is taken back.
pub fn attempt(sandbox: &Sandbox, sql: &str) -> rusqlite::Result<Answer> {
    let connection = sandbox.connection();
    connection.execute_batch("BEGIN IMMEDIATE")?;
    let result = script::run_statements(sandbox, sql);
    let dangling = result.is_ok() && dangling(sandbox)?;
    if !connection.is_autocommit() {
        connection.execute_batch("ROLLBACK")?;
    }
    Ok(match result {
        Ok(()) if dangling => Answer::Refused("FOREIGN KEY constraint failed".to_owned()),
        Ok(()) => Answer::Accepted,
        Err(ScriptError { kind: ScriptErrorKind::Sqlite { message, reason: Reason::Constraint }, .. }) => {
            Answer::Refused(message)
        }
        Err(error) => Answer::Broken(error),
    })
}

fn dangling(sandbox: &Sandbox) -> rusqlite::Result<bool> {
    sandbox.connection().query_row("SELECT EXISTS (SELECT 1 FROM pragma_foreign_key_check)", [], |row| row.get(0))
}

/// The table a statement is about: the name after `INTO`, `UPDATE` or `FROM`.
pub fn table_of(statement: &str) -> Option<String> {
    let words: Vec<String> = tokens(statement)
        .into_iter()
        .filter(|token| matches!(token.kind, Kind::Word | Kind::Quoted))
        .map(|token| unquoted(&statement[token.span]))
        .collect();
    let leads = |word: &String| ["INTO", "UPDATE", "FROM"].iter().any(|lead| word.eq_ignore_ascii_case(lead));
    words.get(words.iter().position(leads)? + 1).cloned()
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
        assert_eq!(table_of("INSERT OR IGNORE INTO \"a b\" (x) SELECT 1 FROM c").as_deref(), Some("a b"));
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
