//! Reads a folder of migration scripts, and says where in them something is wrong.

use std::fs;
use std::io;
use std::path::Path;

use workbook_core::finding::{AnswerProblem, Finding, Problem};
use workbook_core::migration::{self, MigrationError, MigrationErrorKind, Script};
use workbook_core::place::{Place, Source};

use crate::answer;
use crate::course::shown;

/// The name of the folder with the scripts.
pub(crate) const FOLDER: &str = "migrations";

/// Every script in `folder`'s migrations, in order. `folder` is relative to `root`, and reports show it so.
///
/// # Errors
/// The first script that cannot be read, or that has a number another one has, as a finding.
pub(crate) fn read(root: &Path, folder: &Path) -> Result<Vec<Script>, Box<Finding>> {
    parse(&names(root, folder)?, |name| answer::read(root, folder, name))
}

/// As [`read`], for a folder of the user's own.
pub(crate) fn read_own(folder: &Path) -> Result<Vec<Script>, Box<Finding>> {
    parse(&names(folder, Path::new(""))?, |name| answer::read_own(folder, name))
}

fn parse(
    names: &[String],
    read: impl Fn(&str) -> Result<Source, Box<Finding>>,
) -> Result<Vec<Script>, Box<Finding>> {
    let mut scripts = Vec::new();
    for name in names {
        let source = read(&format!("{FOLDER}/{name}"))?;
        let script = migration::parse(name, &source.name, &source.text);
        scripts.push(script.map_err(|error| Box::new(finding(Some(&source.text), error)))?);
    }
    migration::in_order(scripts).map_err(|error| Box::new(finding(None, error)))
}

fn names(root: &Path, folder: &Path) -> Result<Vec<String>, Box<Finding>> {
    let folder = folder.join(FOLDER);
    let place = Some(Place::whole(&shown(&folder)));
    let unreadable = |error: io::Error| {
        let problem = match error.kind() {
            io::ErrorKind::NotFound => AnswerProblem::Missing,
            _ => AnswerProblem::Unreadable(error.to_string()),
        };
        Box::new(Finding { problem: Problem::Answer(problem), place: place.clone() })
    };
    let mut names = Vec::new();
    for entry in fs::read_dir(root.join(&folder)).map_err(unreadable)? {
        let name = entry.map_err(unreadable)?.file_name().to_string_lossy().into_owned();
        if Path::new(&name).extension().is_some_and(|extension| extension == "sql") {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// An error in one of `scripts` as a finding with its place.
pub(crate) fn finding_in(scripts: &[Script], error: MigrationError) -> Finding {
    let text =
        scripts.iter().find(|script| script.file == error.file).map(|script| script.text.as_str());
    finding(text, error)
}

/// An error in a script as a finding, with its place when the script's text is given.
pub(crate) fn finding(text: Option<&str>, error: MigrationError) -> Finding {
    let span = match &error.kind {
        MigrationErrorKind::Failed(error) => Some(error.offset..error.offset + error.width),
        MigrationErrorKind::Marker(span) | MigrationErrorKind::Outside(span) => Some(span.clone()),
        MigrationErrorKind::EmptyDown => {
            text.and_then(|text| text.find(DOWN)).map(|at| at..at + DOWN.len())
        }
        _ => None,
    };
    let place = match (span, text) {
        (Some(span), Some(text)) => Some(Place::at(&error.file, text, span.start, span.len())),
        // What the database has and the folder does not stands in none of the scripts.
        _ => (!matches!(error.kind, MigrationErrorKind::NoScript { .. }))
            .then(|| Place::whole(&error.file)),
    };
    Finding { problem: Problem::Migration(error.kind), place }
}

const DOWN: &str = "-- migrate:down";
