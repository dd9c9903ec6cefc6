//! The sentences about SQL that does not run and about scripts that are not as a script is.

use super::Wording;
use super::difference::describe_dangling;
use crate::migration::ScriptProblem;
use crate::sandbox::SandboxRefusal;
use crate::script::{Reason, SqlErrorKind};

pub(super) fn name_sql_error(kind: &SqlErrorKind) -> &'static str {
    match kind {
        SqlErrorKind::Refused(_) => "not_allowed",
        SqlErrorKind::TimeOver => "time_limit",
        SqlErrorKind::TooMuch { .. } => "output_limit",
        SqlErrorKind::Dangling(_) => "foreign_key",
        SqlErrorKind::Sqlite { .. }
        | SqlErrorKind::SecondStatement
        | SqlErrorKind::Unfinished
        | SqlErrorKind::OpenTransaction
        | SqlErrorKind::Drift { .. } => "sql_error",
    }
}

pub(super) fn describe_sql_error(kind: &SqlErrorKind) -> Wording {
    match kind {
        SqlErrorKind::Sqlite { message, .. } => {
            Wording::actual(format!("the database could not run this statement: {message}"))
        }
        SqlErrorKind::Refused(SandboxRefusal::OtherFile) => {
            Wording::actual("this statement reaches for another database file".to_owned())
                .expected("an exercise has only its own")
        }
        SqlErrorKind::Refused(SandboxRefusal::Transaction(word)) => {
            Wording::actual(format!("`{word}` cannot stand in this file"))
                .expected("the whole file is run as one transaction already")
        }
        SqlErrorKind::Refused(SandboxRefusal::Pragma(name)) => {
            Wording::actual(format!("`PRAGMA {name}` changes how the whole database works"))
                .expected("that is not allowed here")
        }
        SqlErrorKind::Refused(SandboxRefusal::Function(name)) => {
            Wording::actual(format!("the function `{name}` does more than compute a value"))
                .expected("that is not allowed here")
        }
        SqlErrorKind::Refused(SandboxRefusal::Module(name)) => Wording::actual(format!(
            "a table of the kind `{name}` is none that this database keeps"
        ))
        .expected("an exercise asks for plain tables"),
        SqlErrorKind::Refused(SandboxRefusal::Nesting) => Wording::actual(
            "these views read each other so often that it would never end".to_owned(),
        )
        .expected("a view reads tables, or a few other views"),
        SqlErrorKind::Refused(SandboxRefusal::Unknown) => {
            Wording::actual("this statement is of a kind that no exercise needs".to_owned())
                .expected("that is not allowed here")
        }
        SqlErrorKind::Refused(SandboxRefusal::Write) => {
            Wording::actual("this statement changes the database".to_owned())
                .expected("a question only reads: begin it with `SELECT`")
        }
        SqlErrorKind::Refused(SandboxRefusal::Bookkeeping(table)) => {
            Wording::actual(format!("the table `{table}` is kept by the workbook"))
                .expected("a script may not change it")
        }
        SqlErrorKind::TimeOver => {
            Wording::actual("this ran longer than it may, and was stopped".to_owned())
        }
        SqlErrorKind::TooMuch { limit } => Wording::actual(format!(
            "the result of this is larger than {limit} bytes, and was stopped"
        )),
        SqlErrorKind::SecondStatement => {
            Wording::actual("a second statement begins here".to_owned())
                .expected("a file with a question holds one `SELECT`")
        }
        SqlErrorKind::Unfinished => {
            Wording::actual("a quoted text starts here and is never closed".to_owned())
        }
        SqlErrorKind::OpenTransaction => Wording::actual(
            "a `BEGIN` in this half has no `COMMIT`, so what came after it was taken back"
                .to_owned(),
        ),
        SqlErrorKind::Dangling(found) => describe_dangling(found),
        SqlErrorKind::Drift { objects } => Wording::actual(format!(
            "this would drop what is in the database and in no applied script: {}",
            objects.join(", ")
        )),
    }
}

pub(super) fn advise_on_sql_error(kind: &SqlErrorKind) -> String {
    match kind {
        SqlErrorKind::Sqlite { reason: Reason::Constraint, .. } => {
            "a rule of the table refused a row: compare the row with the rules the message names"
        }
        SqlErrorKind::Sqlite { message, .. } if message.contains("too big") => {
            "one value may hold 4 MB at most, and the task asks for far less"
        }
        SqlErrorKind::Sqlite { message, .. } if message.contains("VACUUM") => {
            "take this statement out: it rewrites or copies the whole database"
        }
        SqlErrorKind::Sqlite { reason: Reason::Full, .. } => {
            "the database may not grow over 64 MB, and the disk must have room for it"
        }
        SqlErrorKind::Sqlite {
            reason: Reason::File | Reason::Locked | Reason::ReadOnly | Reason::Damaged, ..
        } => "see whether the disk can be written to",
        SqlErrorKind::Sqlite { message, .. } if message.contains("should this be a string literal") => {
            "texts stand in single quotes; double quotes are for names of tables and columns"
        }
        SqlErrorKind::Sqlite { message, .. } if message.contains("no such table") => {
            "compare the name of the table with the statement that makes it; if they agree, see whether that statement \
             has run by then"
        }
        SqlErrorKind::Sqlite { message, .. } if message.contains("after drop column") => {
            "something still needs this column: drop that first"
        }
        SqlErrorKind::Sqlite { message, .. } if message.contains("foreign key mismatch") => {
            "what a key refers to must be a primary key or have a unique index"
        }
        SqlErrorKind::Sqlite { message, .. } if message.contains("no such column") => {
            "if this is a text, put it in single quotes; if it is a column, compare it with the statement that makes the table, letter by letter"
        }
        SqlErrorKind::Sqlite { message, .. } if message.contains("has no column named") => {
            "compare the name of the column with the statement that makes the table, letter by letter"
        }
        SqlErrorKind::Sqlite { message, .. } if message.contains("values for") || message.contains("values were") => {
            "count the columns in the first brackets, or those of the table where there are none, and the values that follow: \
             those behind `VALUES`, or behind `SELECT`, where `*` stands for all columns of the old table"
        }
        SqlErrorKind::Sqlite { message, .. } if message.contains("Cannot add a UNIQUE column") => {
            "SQLite adds a column without `UNIQUE`; a unique index, in a statement of its own, says the same afterwards"
        }
        SqlErrorKind::Sqlite { message, .. } if message.contains("Cannot add a PRIMARY KEY column") => {
            "a table that is there gets no other key: SQLite has to build it anew"
        }
        SqlErrorKind::Sqlite { message, .. } if message.contains("non-constant default") => {
            "the rows that are there get the default at once, so SQLite takes only a written value here; add the column \
             without it and fill it with an `UPDATE`, or build the table anew"
        }
        SqlErrorKind::Sqlite { message, .. } if is_alter_of_others(message) => {
            "SQLite's `ALTER TABLE` adds, drops and renames columns and nothing else: it cannot alter one, nor add a rule. A \
             unique index is a statement of its own, and what is left needs a table built anew"
        }
        SqlErrorKind::Sqlite { message, .. } if message.contains("near \")\": syntax") => {
            "look just before this bracket: a comma behind the last item is one too many, or an item is not finished"
        }
        SqlErrorKind::Sqlite { message, .. } if message.contains("near \",\": syntax") => {
            "the statement could have ended before this comma: one `ALTER TABLE` makes one change, and a bracket may be \
             closed too early"
        }
        SqlErrorKind::Sqlite { message, .. } if message.contains("syntax error") => {
            "the mistake is at the marked word or just before it: a missing comma, bracket or semicolon, a misspelt word, or one that only another database knows"
        }
        SqlErrorKind::Sqlite { message, .. } if message.contains("incomplete input") => {
            "the statement stops too early: look for a bracket that is never closed"
        }
        SqlErrorKind::Sqlite { message, .. }
            if message.contains("duplicate column name") || message.contains("already exists") =>
        {
            "it is there already when this statement runs: find out what made it before you change anything"
        }
        SqlErrorKind::Sqlite { message, .. } if message.contains("Cannot add a NOT NULL column") => {
            "the rows that are there already would have nothing in this column: what does the task say about such rows?"
        }
        SqlErrorKind::Sqlite { .. } => "read the message word by word: it names what the database did not understand",
        SqlErrorKind::Refused(_) => "take this statement out",
        SqlErrorKind::TimeOver => "look for a recursion without an end, or a join that pairs every row with every row",
        SqlErrorKind::TooMuch { .. } => "ask for fewer rows",
        SqlErrorKind::SecondStatement => "keep the one that answers the question, and take the others out",
        SqlErrorKind::Unfinished => "add the closing quote, or look above for a quote inside a text: it is written twice, as in 'it''s'",
        SqlErrorKind::OpenTransaction => "end the transaction with `COMMIT;`",
        SqlErrorKind::Dangling(found) if found.before => {
            "there were such rows before this script; change or delete them in it as well"
        }
        SqlErrorKind::Dangling(_) => {
            "find what takes the parent row away or makes the reference: change or delete the child rows in the same script, \
             or do without what the task does not ask for"
        }
        SqlErrorKind::Drift { .. } => {
            "put it in a script of its own that comes before and mark that one with `workbook db stamp`, or drop it by its name"
        }
    }
    .to_owned()
}

/// True of a word behind `ALTER TABLE` that only other databases know.
fn is_alter_of_others(message: &str) -> bool {
    ["ALTER", "MODIFY", "CHANGE", "CONSTRAINT"]
        .iter()
        .any(|word| message.contains(&format!("near \"{word}\": syntax error")))
}

pub(super) fn describe_script_problem(kind: &ScriptProblem, file: &str) -> Wording {
    match kind {
        ScriptProblem::NoNumber => {
            Wording::actual(format!("the name of `{file}` does not start with a number"))
        }
        ScriptProblem::NoUp => Wording::actual(format!("`{file}` has no line `-- migrate:up`")),
        ScriptProblem::NoDown => Wording::actual(format!(
            "`{file}` has no line `-- migrate:down`, so it cannot be undone"
        )),
        ScriptProblem::EmptyDown => {
            Wording::actual(format!("the down half of `{}` is empty", base_name(file)))
        }
        ScriptProblem::Marker => Wording::actual("this marker cannot stand here".to_owned()),
        ScriptProblem::Outside => Wording::actual(
            "SQL stands before the line `-- migrate:up`, where nothing is run".to_owned(),
        ),
        ScriptProblem::SameNumber { other } => {
            Wording::actual(format!("`{file}` has the same number as `{other}`"))
        }
        ScriptProblem::OutOfOrder { other } => Wording::actual(format!(
            "`{file}` comes after `{other}` by its name, but before it by its number"
        )),
        ScriptProblem::StoodFor { other } => {
            Wording::actual(format!("`{file}` would never run: `{other}` stands for its number"))
        }
        ScriptProblem::NoVersion { version } => {
            Wording::actual(format!("there is no script with the number `{version}`"))
        }
        ScriptProblem::HalfSquashed { version, .. } => Wording::actual(format!(
            "`{file}` stands for several scripts, and the database has run them only up to `{version}`"
        )),
        ScriptProblem::NoScript { version } => Wording::actual(format!(
            "the database has version `{version}`, for which there is no script"
        )),
    }
}

fn base_name(file: &str) -> &str {
    file.rsplit('/').next().unwrap_or(file)
}

pub(super) fn advise_on_script_problem(kind: &ScriptProblem) -> String {
    match kind {
        ScriptProblem::NoNumber | ScriptProblem::SameNumber { .. } | ScriptProblem::NoVersion { .. } => {
            "scripts run in the order of the numbers their names start with; each has its own, as in `0002_add_price.sql`"
        }
        ScriptProblem::NoScript { .. } => {
            "bring back the script with that number; if it is gone for good, `workbook db stamp` says where the database stands"
        }
        ScriptProblem::HalfSquashed { folder, .. } => {
            return format!(
                "run the others first, up or down: `workbook db squash` has moved them, and `--migrations-dir {folder}` finds them"
            );
        }
        ScriptProblem::StoodFor { .. } => {
            "give a new script a number of its own; an old one that was squashed belongs in the folder beside it"
        }
        ScriptProblem::OutOfOrder { .. } => {
            "write all numbers with as many digits, as in `0009` and `0010`, so that names and numbers agree"
        }
        ScriptProblem::EmptyDown => "write below `-- migrate:down` what undoes the up half",
        _ => {
            "a script has one line `-- migrate:up` with what to do below it, then one line `-- migrate:down` with what undoes it"
        }
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hint_about_an_error_of_the_database_goes_by_what_it_says() {
        for (message, words) in [
            ("Cannot add a UNIQUE column", "a unique index"),
            ("Cannot add a column with non-constant default", "with an `UPDATE`"),
            ("near \"ALTER\": syntax error", "cannot alter one"),
            ("near \"CONSTRAINT\": syntax error", "nor add a rule"),
            ("near \")\": syntax error", "just before this bracket"),
            ("near \",\": syntax error", "makes one change"),
            ("near \"FORM\": syntax error", "a misspelt word"),
            ("table p has 4 columns but 5 values were supplied", "`*` stands for all columns"),
        ] {
            let kind =
                SqlErrorKind::Sqlite { message: message.to_owned(), reason: Reason::Statement };
            assert!(advise_on_sql_error(&kind).contains(words), "{message}");
        }
    }
}
