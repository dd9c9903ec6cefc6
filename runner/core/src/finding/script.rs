//! The sentences about SQL that does not run and about scripts that are not as a script is.

use super::Said;
use super::difference::dangling_said;
use crate::migration::MigrationErrorKind;
use crate::sandbox::SandboxRefusal;
use crate::script::{Reason, ScriptErrorKind};

pub(super) fn sql_kind(kind: &ScriptErrorKind) -> &'static str {
    match kind {
        ScriptErrorKind::Refused(_) => "not_allowed",
        ScriptErrorKind::TimeOver => "time_limit",
        ScriptErrorKind::TooMuch { .. } => "output_limit",
        ScriptErrorKind::Dangling(_) => "foreign_key",
        ScriptErrorKind::Sqlite { .. }
        | ScriptErrorKind::Unfinished
        | ScriptErrorKind::OpenTransaction => "sql_error",
    }
}

pub(super) fn sql_said(kind: &ScriptErrorKind) -> Said {
    match kind {
        ScriptErrorKind::Sqlite { message, .. } => {
            Said::now(format!("the database could not run this statement: {message}"))
        }
        ScriptErrorKind::Refused(SandboxRefusal::OtherFile) => {
            Said::now("this statement reaches for another database file".to_owned())
                .should("an exercise has only its own")
        }
        ScriptErrorKind::Refused(SandboxRefusal::Transaction(word)) => {
            Said::now(format!("`{word}` cannot stand in this file"))
                .should("the whole file is run as one transaction already")
        }
        ScriptErrorKind::Refused(SandboxRefusal::Pragma(name)) => {
            Said::now(format!("`PRAGMA {name}` changes how the whole database works"))
                .should("that is not allowed here")
        }
        ScriptErrorKind::Refused(SandboxRefusal::Bookkeeping(table)) => {
            Said::now(format!("the table `{table}` is kept by the workbook"))
                .should("a script may not change it")
        }
        ScriptErrorKind::TimeOver => {
            Said::now("this ran longer than it may, and was stopped".to_owned())
        }
        ScriptErrorKind::TooMuch { limit } => {
            Said::now(format!("the result of this is larger than {limit} bytes, and was stopped"))
        }
        ScriptErrorKind::Unfinished => {
            Said::now("a quoted text starts here and is never closed".to_owned())
        }
        ScriptErrorKind::OpenTransaction => Said::now(
            "a `BEGIN` in this half has no `COMMIT`, so what came after it was taken back"
                .to_owned(),
        ),
        ScriptErrorKind::Dangling(found) => dangling_said(found),
    }
}

pub(super) fn sql_hint(kind: &ScriptErrorKind) -> String {
    match kind {
        ScriptErrorKind::Sqlite { reason: Reason::Constraint, .. } => {
            "a rule of the table refused a row: compare the row with the rules the message names"
        }
        ScriptErrorKind::Sqlite { message, .. } if message.contains("too big") => {
            "one value may hold 4 MB at most, and the task asks for far less"
        }
        ScriptErrorKind::Sqlite { message, .. } if message.contains("VACUUM") => {
            "take this statement out: it rewrites or copies the whole database"
        }
        ScriptErrorKind::Sqlite { reason: Reason::Full, .. } => {
            "the database may not grow over 64 MB, and the disk must have room for it"
        }
        ScriptErrorKind::Sqlite {
            reason: Reason::File | Reason::Locked | Reason::ReadOnly | Reason::Damaged, ..
        } => "see whether the disk can be written to",
        ScriptErrorKind::Sqlite { message, .. } if message.contains("should this be a string literal") => {
            "texts stand in single quotes; double quotes are for names of tables and columns"
        }
        ScriptErrorKind::Sqlite { message, .. } if message.contains("no such table") => {
            "compare the name of the table with the statement that makes it; if they agree, see whether that statement \
             has run by then"
        }
        ScriptErrorKind::Sqlite { message, .. } if message.contains("after drop column") => {
            "something still needs this column: drop that first"
        }
        ScriptErrorKind::Sqlite { message, .. } if message.contains("foreign key mismatch") => {
            "what a key refers to must be a primary key or have a unique index"
        }
        ScriptErrorKind::Sqlite { message, .. } if message.contains("no such column") => {
            "if this is a text, put it in single quotes; if it is a column, compare it with the statement that makes the table, letter by letter"
        }
        ScriptErrorKind::Sqlite { message, .. } if message.contains("has no column named") => {
            "compare the name of the column with the statement that makes the table, letter by letter"
        }
        ScriptErrorKind::Sqlite { message, .. } if message.contains("values for") || message.contains("values were") => {
            "count the columns in the first brackets and the values in the second: there is one value for each column"
        }
        ScriptErrorKind::Sqlite { message, .. } if message.contains("syntax error") => {
            "the mistake is at the marked word or just before it: a missing comma, bracket or semicolon, a misspelt word, or one that only another database knows"
        }
        ScriptErrorKind::Sqlite { message, .. } if message.contains("incomplete input") => {
            "the statement stops too early: look for a bracket that is never closed"
        }
        ScriptErrorKind::Sqlite { message, .. }
            if message.contains("duplicate column name") || message.contains("already exists") =>
        {
            "it is there already when this statement runs: find out what made it before you change anything"
        }
        ScriptErrorKind::Sqlite { message, .. } if message.contains("Cannot add a NOT NULL column") => {
            "the rows that are there already would have nothing in this column: what does the task say about such rows?"
        }
        ScriptErrorKind::Sqlite { .. } => "read the message word by word: it names what the database did not understand",
        ScriptErrorKind::Refused(_) => "take this statement out",
        ScriptErrorKind::TimeOver => "look for a recursion without an end, or a join that pairs every row with every row",
        ScriptErrorKind::TooMuch { .. } => "ask for fewer rows",
        ScriptErrorKind::Unfinished => "add the closing quote, or look above for a quote inside a text: it is written twice, as in 'it''s'",
        ScriptErrorKind::OpenTransaction => "end the transaction with `COMMIT;`",
        ScriptErrorKind::Dangling(found) if found.before => {
            "there were such rows before this script; change or delete them in it as well"
        }
        ScriptErrorKind::Dangling(_) => "change or delete the child rows in the same script",
    }
    .to_owned()
}

pub(super) fn migration_said(kind: &MigrationErrorKind, file: &str) -> Said {
    match kind {
        MigrationErrorKind::NoNumber => {
            Said::now(format!("the name of `{file}` does not start with a number"))
        }
        MigrationErrorKind::NoUp => Said::now(format!("`{file}` has no line `-- migrate:up`")),
        MigrationErrorKind::NoDown => {
            Said::now(format!("`{file}` has no line `-- migrate:down`, so it cannot be undone"))
        }
        MigrationErrorKind::EmptyDown => {
            Said::now(format!("the down half of `{}` is empty", base_name(file)))
        }
        MigrationErrorKind::Marker(_) => Said::now("this marker cannot stand here".to_owned()),
        MigrationErrorKind::Outside(_) => {
            Said::now("SQL stands before the line `-- migrate:up`, where nothing is run".to_owned())
        }
        MigrationErrorKind::SameNumber { other } => {
            Said::now(format!("`{file}` has the same number as `{other}`"))
        }
        MigrationErrorKind::OutOfOrder { other } => Said::now(format!(
            "`{file}` comes after `{other}` by its name, but before it by its number"
        )),
        MigrationErrorKind::NoVersion { version } => {
            Said::now(format!("there is no script with the number `{version}`"))
        }
        MigrationErrorKind::NoScript { version } => {
            Said::now(format!("the database has version `{version}`, for which there is no script"))
        }
        MigrationErrorKind::Failed(error) => sql_said(&error.kind),
    }
}

fn base_name(file: &str) -> &str {
    file.rsplit('/').next().unwrap_or(file)
}

pub(super) fn migration_hint(kind: &MigrationErrorKind) -> String {
    match kind {
        MigrationErrorKind::NoNumber | MigrationErrorKind::SameNumber { .. } | MigrationErrorKind::NoVersion { .. } => {
            "scripts run in the order of the numbers their names start with; each has its own, as in `0002_add_price.sql`"
        }
        MigrationErrorKind::NoScript { .. } => {
            "bring back the script with that number; if it is gone for good, `workbook db stamp` says where the database stands"
        }
        MigrationErrorKind::OutOfOrder { .. } => {
            "write all numbers with as many digits, as in `0009` and `0010`, so that names and numbers agree"
        }
        MigrationErrorKind::EmptyDown => "write below `-- migrate:down` what undoes the up half",
        _ => {
            "a script has one line `-- migrate:up` with what to do below it, then one line `-- migrate:down` with what undoes it"
        }
    }
    .to_owned()
}
