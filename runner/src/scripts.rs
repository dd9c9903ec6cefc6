//! Reads a folder of migration scripts.

use std::fs;
use std::io;
use std::path::Path;

use workbook_core::finding::{AnswerProblem, Finding, Problem};
use workbook_core::migration::{self, MigrationError, Script};
use workbook_core::span::{SourceFile, Span};

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
    read: impl Fn(&str) -> Result<SourceFile, Box<Finding>>,
) -> Result<Vec<Script>, Box<Finding>> {
    let mut scripts = Vec::new();
    for name in names {
        let source = read(&format!("{FOLDER}/{name}"))?;
        scripts.push(migration::parse(name, &source).map_err(boxed)?);
    }
    migration::in_order(scripts).map_err(boxed)
}

fn boxed(error: MigrationError) -> Box<Finding> {
    Box::new(error.into())
}

fn names(root: &Path, folder: &Path) -> Result<Vec<String>, Box<Finding>> {
    let folder = folder.join(FOLDER);
    let span = Some(Span::of_path(&shown(&folder)));
    let unreadable = |error: io::Error| {
        let problem = match error.kind() {
            io::ErrorKind::NotFound => AnswerProblem::Missing,
            _ => AnswerProblem::Unreadable(error.to_string()),
        };
        Box::new(Finding { problem: Problem::Answer(problem), span: span.clone() })
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
