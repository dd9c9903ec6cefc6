//! `workbook inspect`: the database the last check left, and the expected one beside it.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, bail};
use rusqlite::{Connection, OpenFlags};
use workbook_core::exercise::Exercise;
use workbook_core::snapshot::{self, State};

use super::check::{Last, last_folder};
use super::{Io, one};
use crate::course::Course;
use crate::exit::Exit;
use crate::report::tables;

/// Whether to print the databases or open the learner's in a shell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum How {
    Print,
    Open,
}

pub(crate) fn run(
    course: &Course,
    selector: Option<&str>,
    how: How,
    io: &mut Io<'_>,
) -> anyhow::Result<Exit> {
    let exercise = one(course, selector, io)?;
    let folder = last_folder(course, exercise);
    let yours = folder.join("yours.db");
    if !yours.exists() {
        bail!(
            "no check of `{0}` has left a database yet\nhint: run `workbook check {0}` first",
            exercise.id
        );
    }
    if exercise.has_rules() && how == How::Print {
        // Rules grade it: there is no database that it should be like.
        let connection = Connection::open_with_flags(&yours, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let state = State::read(&connection).context("failed to read your database")?;
        print(&format!("your database ({})", shown(course, &yours)), &state, io)?;
        return Ok(Exit::Passed);
    }
    let expected_path = folder.join("expected.db");
    let (step, expected) = expected(course, exercise, &folder)?;
    let expected_title = match save(&expected, &expected_path) {
        Ok(()) => format!("the expected one ({})", shown(course, &expected_path)),
        Err(error) => {
            writeln!(io.err, "warning: {error:#}")?;
            "the expected one".to_owned()
        }
    };
    if how == How::Open {
        #[expect(
            clippy::disallowed_methods,
            reason = "the learner works in this shell, without limits"
        )]
        let status = Command::new("sqlite3")
            .arg(&yours)
            .status()
            .context("failed to start the `sqlite3` shell")?;
        return Ok(if status.success() { Exit::Passed } else { Exit::Broken });
    }
    let connection = Connection::open_with_flags(&yours, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let yours_state = State::read(&connection).context("failed to read your database")?;
    writeln!(io.out, "{}, after its step `{step}`\n", exercise.id)?;
    print(&format!("your database ({})", shown(course, &yours)), &yours_state, io)?;
    print(&expected_title, &State::read(&expected)?, io)?;
    Ok(Exit::Passed)
}

/// The expected database after the last step that was run, or that changed it before then.
fn expected(
    course: &Course,
    exercise: &Exercise,
    folder: &Path,
) -> anyhow::Result<(String, Connection)> {
    let last =
        fs::read(folder.join("last.json")).context("failed to read what the last check left")?;
    let last: Last =
        serde_json::from_slice(&last).context("failed to read what the last check left")?;
    let path = exercise.snapshot();
    let text = fs::read_to_string(course.root.join(&path))
        .with_context(|| format!("failed to read `{}`", path.display()))?;
    let records =
        snapshot::parse(&text).with_context(|| format!("failed to read `{}`", path.display()))?;
    let ran = &records[..records.len().min(last.step + 1)];
    let state = ran.iter().rev().find_map(|record| record.state.as_deref()).unwrap_or_default();
    let name = ran.last().map_or_else(String::new, |record| record.name.clone());
    Ok((name, snapshot::load(state)?))
}

fn save(connection: &Connection, path: &Path) -> anyhow::Result<()> {
    _ = fs::remove_file(path);
    let target = path.to_str().context("the course's folder has a name that is not text")?;
    connection
        .execute("VACUUM INTO ?1", [target])
        .with_context(|| format!("failed to write `{}`", path.display()))?;
    Ok(())
}

fn shown(course: &Course, path: &Path) -> String {
    path.strip_prefix(&course.root).unwrap_or(path).display().to_string()
}

fn print(title: &str, state: &State, io: &mut Io<'_>) -> anyhow::Result<()> {
    writeln!(io.out, "{title}")?;
    tables::write(state, io.out)?;
    writeln!(io.out)?;
    Ok(())
}
