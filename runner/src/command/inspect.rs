//! `workbook inspect`: the database the last check left, what differs from the expected one, and that one beside it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail};
use rusqlite::{Connection, OpenFlags};
use workbook_core::exercise::{Action, Exercise, Step, Tree};
use workbook_core::sandbox::Sandbox;
use workbook_core::schema::inspect;
use workbook_core::snapshot::{self, Overview};

use super::check::{Last, last_folder};
use super::{Io, one};
use crate::atomic;
use crate::check::{start_timer, unix_seconds};
use crate::course::{Course, edited_files, sealed};
use crate::exit::Exit;
use crate::report::tables;

mod differences;

use differences::StepDatabases;

/// Mode of the command: print the databases, or open the learner's in a shell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum InspectMode {
    Print,
    Open,
}

/// The expected database after the last step that was run.
struct ExpectedDatabase {
    step: String,
    connection: Connection,
    /// True when the last step that changed it was a downgrade.
    undoing: bool,
}

pub(crate) fn run(
    course: &Course,
    selector: Option<&str>,
    mode: InspectMode,
    io: &mut Io<'_>,
) -> anyhow::Result<Exit> {
    let exercise = one(course, selector, io)?;
    let folder = last_folder(course, exercise);
    let yours = folder.join("yours.db");
    if fs::symlink_metadata(&yours).is_err() {
        bail!(
            "no check of `{0}` has left a database yet\nhint: run `workbook check {0}` first",
            exercise.id
        );
    }
    let failed = || format!("failed to read `{}`", yours.display());
    atomic::make_folder(&course.root, folder.strip_prefix(&course.root)?).with_context(failed)?;
    atomic::refuse_irregular(&yours).with_context(failed)?;
    if exercise.has_rules() && mode == InspectMode::Print {
        // Rules grade it: there is no database that it should be like.
        let sandbox = open_guarded(exercise, &yours)?;
        print_database(&title_of("your database", course, &yours), sandbox.connection(), io)?;
        return Ok(Exit::Passed);
    }
    let expected = load_expected(course, exercise, &folder)?;
    let expected_title = save_expected(course, &expected, &folder.join("expected.db"), io)?;
    if mode == InspectMode::Open {
        return open_shell(&yours);
    }
    let sandbox = open_guarded(exercise, &yours)?;
    writeln!(io.out, "{}, after its step `{}`\n", exercise.id, expected.step)?;
    let databases = StepDatabases {
        exercise,
        expected: &expected.connection,
        actual: sandbox.connection(),
        undoing: expected.undoing,
        checked_at: unix_seconds(fs::metadata(&yours)?.modified()?),
    };
    tell_age(course, exercise, &yours, io)?;
    print_differences(&databases, io)?;
    print_database(&title_of("your database", course, &yours), sandbox.connection(), io)?;
    print_database(&expected_title, &expected.connection, io)?;
    Ok(Exit::Passed)
}

fn open_shell(database: &Path) -> anyhow::Result<Exit> {
    #[expect(
        clippy::disallowed_methods,
        reason = "the learner works in this shell, without limits"
    )]
    let status = Command::new("sqlite3")
        .arg(database)
        .status()
        .context("failed to start the `sqlite3` shell")?;
    Ok(if status.success() { Exit::Passed } else { Exit::Broken })
}

/// Opens the database of an answer for reading, for as long as its exercise may take.
fn open_guarded(exercise: &Exercise, database: &Path) -> rusqlite::Result<Sandbox> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY;
    let connection = Connection::open_with_flags(database, flags)?;
    Sandbox::new(connection, start_timer(exercise.limits.time))
}

/// Loads the expected database after the last step that was run, or that changed it before then.
fn load_expected(
    course: &Course,
    exercise: &Exercise,
    folder: &Path,
) -> anyhow::Result<ExpectedDatabase> {
    let last = atomic::read_regular(&folder.join("last.json"))
        .context("failed to read what the last check left")?;
    let last: Last =
        serde_json::from_slice(&last).context("failed to read what the last check left")?;
    let path = exercise.snapshot();
    let text = sealed::read_snapshot(&course.root.join(&path))
        .with_context(|| format!("failed to read `{}`", path.display()))?;
    let records =
        snapshot::parse(&text).with_context(|| format!("failed to read `{}`", path.display()))?;
    let ran = &records[..records.len().min(last.step + 1)];
    let changed = ran.iter().rposition(|record| record.state.is_some());
    let state = changed.and_then(|index| ran[index].state.as_deref()).unwrap_or_default();
    let step = changed.and_then(|index| exercise.steps.get(index));
    Ok(ExpectedDatabase {
        step: ran.last().map_or_else(String::new, |record| record.name.clone()),
        connection: snapshot::load(state)?,
        undoing: step.is_some_and(|step| matches!(step.action, Action::Downgrade(_))),
    })
}

/// Writes the expected database into a file, and returns the title it is printed under.
fn save_expected(
    course: &Course,
    expected: &ExpectedDatabase,
    path: &Path,
    io: &mut Io<'_>,
) -> anyhow::Result<String> {
    match copy_to_file(&expected.connection, path) {
        Ok(()) => Ok(title_of("the expected one", course, path)),
        Err(error) => {
            writeln!(io.err, "warning: {error:#}")?;
            Ok("the expected one".to_owned())
        }
    }
}

fn copy_to_file(connection: &Connection, path: &Path) -> anyhow::Result<()> {
    _ = fs::remove_file(path);
    let target = path.to_str().context("the course's folder has a name that is not text")?;
    connection
        .execute("VACUUM INTO ?1", [target])
        .with_context(|| format!("failed to write `{}`", path.display()))?;
    Ok(())
}

/// `your database (.workbook/last/…/yours.db)`
fn title_of(name: &str, course: &Course, path: &Path) -> String {
    let path = path.strip_prefix(&course.root).unwrap_or(path);
    format!("{name} ({})", path.display())
}

fn print_differences(databases: &StepDatabases<'_>, io: &mut Io<'_>) -> anyhow::Result<()> {
    let lines = databases.list_differences().context("failed to compare the two databases")?;
    writeln!(io.out, "what differs")?;
    if lines.is_empty() {
        writeln!(io.out, "  nothing in the tables that this exercise counts")?;
        if databases.exercise.steps.iter().any(gives_something_back) {
            let there = "is not kept here: the check tells of it";
            writeln!(io.out, "  what a question or a program gives back {there}")?;
        }
    }
    for line in lines {
        writeln!(io.out, "  - {}", line.replace('\n', "\n    "))?;
    }
    writeln!(io.out)?;
    Ok(())
}

fn gives_something_back(step: &Step) -> bool {
    matches!(step.action, Action::Query(_) | Action::Call(_) | Action::Command(_))
}

/// Says that the database is older than a file of the answer.
fn tell_age(
    course: &Course,
    exercise: &Exercise,
    database: &Path,
    io: &mut Io<'_>,
) -> anyhow::Result<()> {
    let checked = fs::metadata(database)?.modified()?;
    let folder = course.root.join(exercise.folder(Tree::Exercises));
    let mut files = edited_files(exercise, &folder).into_iter().map(|name| folder.join(name));
    let is_newer = |file: PathBuf| {
        file.metadata().and_then(|found| found.modified()).map_or(true, |saved| saved > checked)
    };
    if files.any(is_newer) {
        writeln!(io.out, "note: your files have changed since the check that left this\n")?;
    }
    Ok(())
}

fn print_database(title: &str, connection: &Connection, io: &mut Io<'_>) -> anyhow::Result<()> {
    let read = inspect::schema(connection)
        .and_then(|schema| Overview::read(connection, schema, tables::SHOWN));
    let overview = read.context("failed to read your database")?;
    writeln!(io.out, "{title}")?;
    tables::write(&overview, io.out)?;
    writeln!(io.out)?;
    Ok(())
}
