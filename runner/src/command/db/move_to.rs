//! `workbook db upgrade` and `workbook db downgrade`: run scripts, each in one transaction with its version row.

use std::path::PathBuf;

use anyhow::Context;
use rusqlite::Connection;
use rusqlite::backup::Backup;
use workbook_core::migration::run::{self, Applied};
use workbook_core::migration::{MigrationError, Script, Target};
use workbook_core::sandbox::Sandbox;

use super::{Io, PATIENCE, Project, Stop, name};
use crate::cli::With;
use crate::exit::Exit;
use crate::report::snippet;
use crate::scripts;

type Go = fn(&Sandbox, &Script) -> Result<(), MigrationError>;

/// The two ways to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Up,
    Down,
}

pub(super) fn upgrade(project: &Project, to: Option<&str>, with: &With, io: &mut Io<'_>) -> Result<Exit, Stop> {
    let target = to.map_or(Ok(Target::All), |text| target(text, '+', "head"))?;
    go(project, Way::Up, &target, with, io)
}

pub(super) fn downgrade(project: &Project, to: Option<&str>, with: &With, io: &mut Io<'_>) -> Result<Exit, Stop> {
    let target = to.map_or(Ok(Target::Steps(1)), |text| target(text, '-', "base"))?;
    go(project, Way::Down, &target, with, io)
}

/// How far to go: `head` or `base`, `+2` or `-2`, or a version.
fn target(text: &str, sign: char, all: &str) -> anyhow::Result<Target> {
    Target::parse(text, sign, all)
        .with_context(|| format!("expected `{all}`, `{sign}1` or a version such as `0002`, found `{text}`"))
}

fn go(project: &Project, way: Way, target: &Target, with: &With, io: &mut Io<'_>) -> Result<Exit, Stop> {
    let scripts = project.scripts()?;
    let applied = project.applied()?;
    let chosen = choose(way, &scripts, &applied, target)
        .map_err(|error| Stop::Finding(Box::new(scripts::finding(text_of(&scripts, &error), error))))?;
    if with.sql {
        return print_sql(way, &chosen, io);
    }
    if chosen.is_empty() {
        let word = if way == Way::Up { "pending" } else { "to undo" };
        writeln!(io.out, "nothing is {word}")?;
        return Ok(Exit::Passed);
    }
    project.make_room()?;
    let connection = project.writable()?;
    if with.backup {
        let copy = back_up(project, &connection)?;
        writeln!(io.out, "copied the database to {}", copy.display())?;
    }
    run_all(project, way, &chosen, Sandbox::of_own_database(connection)?, io)
}

fn choose<'a>(
    way: Way,
    scripts: &'a [Script],
    applied: &[Applied],
    target: &Target,
) -> Result<Vec<&'a Script>, MigrationError> {
    match way {
        Way::Up => run::pending(scripts, applied, target),
        Way::Down => run::undoable(scripts, applied, target),
    }
}

fn text_of<'a>(scripts: &'a [Script], error: &MigrationError) -> Option<&'a str> {
    scripts.iter().find(|script| script.file == error.file).map(|script| script.text.as_str())
}

fn print_sql(way: Way, chosen: &[&Script], io: &mut Io<'_>) -> Result<Exit, Stop> {
    for script in chosen {
        let (word, text) = match way {
            Way::Up => ("up", script.up()),
            Way::Down => ("down", script.down().unwrap_or_default()),
        };
        writeln!(io.out, "-- {} {word}\n{}\n", name(script), text.trim())?;
    }
    Ok(Exit::Passed)
}

/// Runs the scripts one by one, a line for each; the first that fails ends it.
fn run_all(project: &Project, way: Way, chosen: &[&Script], sandbox: Sandbox, io: &mut Io<'_>) -> Result<Exit, Stop> {
    let (word, go): (_, Go) = match way {
        Way::Up => ("applied", run::apply),
        Way::Down => ("undid", run::revert),
    };
    for (done, script) in chosen.iter().enumerate() {
        if !script.is_atomic(way == Way::Up) {
            writeln!(
                io.err,
                "warning: {} says `transaction:false`: if it fails half way, the first half stays",
                name(script)
            )?;
        }
        if let Err(error) = go(&sandbox, script) {
            let finding = scripts::finding(Some(&script.text), error);
            writeln!(io.err, "{}", snippet::render("error", &finding))?;
            writeln!(io.err, "{}", state(project, script, done, word))?;
            return Ok(Exit::Failed);
        }
        writeln!(io.out, "{word} {}", name(script))?;
    }
    Ok(Exit::Passed)
}

/// What the database is like after a script failed.
fn state(project: &Project, script: &Script, done: usize, word: &str) -> String {
    let database = project.shown().display();
    let before = match done {
        0 => "nothing in it has changed".to_owned(),
        1 => format!("the script {word} before it stays {word}"),
        count => format!("the {count} scripts {word} before it stay {word}"),
    };
    format!("state: {database} is as it was before {}; {before}", name(script))
}

/// Copies the database page by page, also while others use it.
fn back_up(project: &Project, connection: &Connection) -> anyhow::Result<PathBuf> {
    let mut number = 1;
    let copy = loop {
        let copy = PathBuf::from(format!("{}.backup-{number}", project.database.path.display()));
        if !copy.exists() {
            break copy;
        }
        number += 1;
    };
    let failed = || format!("failed to copy the database to `{}`", copy.display());
    let mut target = Connection::open(&copy).with_context(failed)?;
    let backup = Backup::new(connection, &mut target).with_context(failed)?;
    backup.run_to_completion(1_000, PATIENCE / 1_000, None).with_context(failed)?;
    drop(backup);
    Ok(copy)
}
