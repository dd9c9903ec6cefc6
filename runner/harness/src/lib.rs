//! Runs one function of an exercise's program on the database the runner names. Nothing here grades.

use std::cell::RefCell;
use std::process::{Command, ExitCode, Stdio};
use std::rc::Rc;

use rusqlite::ErrorCode;
/// The connection an exercise works on.
pub use sea_orm::DatabaseConnection;
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DbErr, QueryResult, RuntimeErr, Statement,
    TryGetable,
};

/// A function of an exercise: it gets the connection and may fail with a database error.
pub type Function = fn(&DatabaseConnection) -> Result<(), DbErr>;

/// Runs the function that the command line names, on the database that `DATABASE_URL` names.
///
/// `functions` pairs each name with its function. The exit code is 0 when the function succeeded, 1 when
/// it returned an error (printed to standard error), 2 when the program was started in a way it does
/// not know.
pub fn run(functions: &[(&str, Function)]) -> ExitCode {
    let Some(name) = std::env::args().nth(1) else {
        return misuse(&format!("name the function to run, one of: {}", names(functions)));
    };
    let Some((_, function)) = functions.iter().find(|(known, _)| *known == name) else {
        return misuse(&format!("there is no function `{name}`, only: {}", names(functions)));
    };
    let Ok(url) = std::env::var("DATABASE_URL") else {
        return misuse(
            "set DATABASE_URL to the database to use, for example sqlite://app.db?mode=rwc",
        );
    };
    if let Err(error) = connect(&url).and_then(|db| function(&db)) {
        return fail(&describe_error(&error), 1);
    }
    match note_that_it_returned() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&format!("failed to note that the function returned: {error}"), 2),
    }
}

/// Makes the file the runner looks for, so that a program which ended before its function did is found out.
fn note_that_it_returned() -> std::io::Result<()> {
    match std::env::var_os("WORKBOOK_DONE") {
        Some(path) => std::fs::write(path, ""),
        None => Ok(()),
    }
}

/// Counts of the statements that a function sent and of the rows that came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Traffic {
    pub statements: usize,
    pub rows: usize,
}

/// Runs a function that only reads, and prints a line for each limit that it exceeds.
///
/// The rows are counted by asking every question once more: SeaORM tells of statements, not of rows. Until the program
/// ends no other connection gets to the database: its statements could not be counted.
pub fn limit_traffic(
    db: &DatabaseConnection,
    most: Traffic,
    function: impl FnOnce(&DatabaseConnection) -> Result<(), DbErr>,
) -> Result<(), DbErr> {
    db.execute_unprepared("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT")?;
    let sent = Rc::new(RefCell::new(Vec::new()));
    let noted = Rc::clone(&sent);
    let mut watched = db.clone();
    watched.set_metric_callback(move |info| noted.borrow_mut().push(info.statement.clone()));
    function(&watched)?;
    let sent = sent.take();
    let questions = sent.iter().filter(|statement| is_question(statement));
    let rows = questions
        .map(|question| Ok(db.query_all_raw(question.clone())?.len()))
        .sum::<Result<_, DbErr>>()?;
    print_excess(Traffic { statements: sent.len(), rows }, most);
    Ok(())
}

/// Counts the rows of a query, as a measure of those that a function needs.
pub fn count_rows(db: &DatabaseConnection, query: &str) -> Result<usize, DbErr> {
    Ok(query_all(db, query)?.len())
}

/// Reads the first column of a query, so that a function can be called with each of the values there are.
pub fn query_column<T: TryGetable>(db: &DatabaseConnection, query: &str) -> Result<Vec<T>, DbErr> {
    query_all(db, query)?.iter().map(|row| row.try_get_by_index(0)).collect()
}

/// Runs another function of this program in a process of its own, and returns the lines it prints.
#[expect(clippy::disallowed_methods, reason = "the program starts itself, inside what encloses it")]
pub fn capture_lines(function: &str) -> Result<Vec<String>, DbErr> {
    let failed = |error: std::io::Error| DbErr::Custom(error.to_string());
    let mut program = Command::new(std::env::current_exe().map_err(failed)?);
    program.arg(function).env_remove("WORKBOOK_DONE").stderr(Stdio::inherit());
    let output = program.output().map_err(failed)?;
    if !output.status.success() {
        return Err(DbErr::Custom(format!("`{function}` ended with an error")));
    }
    Ok(String::from_utf8_lossy(&output.stdout).lines().map(str::to_string).collect())
}

/// The number of lines, the first and the last of them, and a checksum of all.
pub fn sum_up(lines: &[String]) -> String {
    let bytes = lines.iter().flat_map(|line| line.bytes().chain([b'\n']));
    let checksum = bytes.fold(0, |sum, byte| (sum * 31 + u64::from(byte)) % 1_000_000_007);
    let [first, last] = [lines.first(), lines.last()].map(|line| line.map_or("", String::as_str));
    format!("{} lines, from {first:?} to {last:?}, checksum {checksum}", lines.len())
}

fn query_all(db: &DatabaseConnection, query: &str) -> Result<Vec<QueryResult>, DbErr> {
    db.query_all_raw(Statement::from_string(db.get_database_backend(), query))
}

/// Prints a line beside those of an answer that prints itself.
#[expect(clippy::print_stdout, reason = "what a program prints is what the runner compares")]
pub fn print_line(line: &str) {
    println!("{line}");
}

#[expect(clippy::print_stdout, reason = "what a program prints is what the runner compares")]
fn print_excess(counted: Traffic, most: Traffic) {
    if counted.statements > most.statements {
        println!("questions to the database: {}, at most {}", counted.statements, most.statements);
    }
    if counted.rows > most.rows {
        println!("rows that came back: {}, at most {}", counted.rows, most.rows);
    }
}

fn is_question(statement: &Statement) -> bool {
    let sql = statement.sql.trim_start().to_ascii_uppercase();
    sql.starts_with("SELECT") || sql.starts_with("WITH") || sql.starts_with("VALUES")
}

/// The error as a line that says who made it, the database or the exercise's own code.
///
/// A text of the code's own is escaped, quotes and all, so that it never reads like the database's.
fn describe_error(error: &DbErr) -> String {
    match error {
        DbErr::Exec(RuntimeErr::Rusqlite(source)) | DbErr::Query(RuntimeErr::Rusqlite(source)) => {
            broken_rule(source).map_or_else(
                || error.to_string(),
                |message| format!("the database said \"{message}\""),
            )
        }
        DbErr::Exec(RuntimeErr::Internal(_))
        | DbErr::Query(RuntimeErr::Internal(_))
        | DbErr::Custom(_)
        | DbErr::RecordNotFound(_) => format!("DbErr::{error:?}"),
        _ => error.to_string(),
    }
}

/// The database's message about a constraint that a statement breaks; None for another error.
fn broken_rule(error: &rusqlite::Error) -> Option<&str> {
    match error {
        rusqlite::Error::SqliteFailure(failure, message)
            if failure.code == ErrorCode::ConstraintViolation =>
        {
            message.as_deref()
        }
        _ => None,
    }
}

fn connect(url: &str) -> Result<DatabaseConnection, DbErr> {
    let mut options = ConnectOptions::new(url);
    options.sqlx_logging(false);
    Database::connect(options)
}

fn names(functions: &[(&str, Function)]) -> String {
    functions.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
}

fn misuse(message: &str) -> ExitCode {
    fail(message, 2)
}

#[expect(
    clippy::print_stderr,
    reason = "the program's standard error is where the runner reads the reason"
)]
fn fail(message: &str, code: u8) -> ExitCode {
    eprintln!("error: {message}");
    ExitCode::from(code)
}
