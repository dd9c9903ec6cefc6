//! Reads a folder of migration scripts.

use std::path::Path;

use workbook_core::finding::{Finding, Problem};
use workbook_core::grade::SCRIPTS;
use workbook_core::migration::{self, MigrationError, Script};
use workbook_core::span::Span;

use crate::answer;
use crate::course::script_names;

/// The name of the folder with the scripts.
pub(crate) const FOLDER: &str = SCRIPTS;

/// Every script in the migrations of a folder of the user's own, in order.
///
/// # Errors
/// The first script that cannot be read, or that has a number another one has, as a finding.
pub(crate) fn read_own(folder: &Path) -> Result<Vec<Script>, Box<Finding>> {
    let boxed = |error: MigrationError| Box::new(Finding::from(error));
    let mut scripts = Vec::new();
    let names = script_names(&folder.join(FOLDER)).map_err(|error| {
        let problem = Problem::Answer(answer::describe_read_error(error));
        Box::new(Finding { problem, span: Some(Span::of_path(FOLDER)) })
    })?;
    for name in names {
        let source = answer::read_own(folder, &format!("{FOLDER}/{name}"))?;
        scripts.push(migration::parse(&name, &source).map_err(boxed)?);
    }
    migration::in_order(scripts).map_err(boxed)
}
