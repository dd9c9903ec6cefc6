//! Runs one function of an exercise's program on the database the runner names. Nothing here grades.

use std::process::ExitCode;

/// The connection an exercise works on.
pub use sea_orm::DatabaseConnection;
use sea_orm::{ConnectOptions, Database, DbErr};

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
        return fail(&error.to_string(), 1);
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
