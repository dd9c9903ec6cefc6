//! Reads a folder of migration scripts.

use std::path::{Component, Path, PathBuf};

use workbook_core::finding::{Finding, Problem};
use workbook_core::grade::SCRIPTS;
use workbook_core::migration::{self, MigrationError, Script};
use workbook_core::span::Span;

use crate::answer;
use crate::course::script_names;

/// The usual name of the folder with the scripts.
pub(crate) const FOLDER: &str = SCRIPTS;

/// The folder with the scripts of a user's own project.
pub(crate) struct ScriptFolder {
    root: PathBuf,
    /// Its path as it is shown, below the root.
    pub(crate) name: String,
}

impl ScriptFolder {
    /// The folder `name` of `root`.
    pub(crate) fn new(root: &Path, name: &str) -> ScriptFolder {
        let parts = Path::new(name).components().filter(|part| *part != Component::CurDir);
        let name = parts.collect::<PathBuf>().display().to_string();
        let name = if name.is_empty() { ".".to_owned() } else { name };
        ScriptFolder { root: root.to_owned(), name }
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.root.join(&self.name)
    }

    /// Every script, in order.
    ///
    /// # Errors
    /// The first script that cannot be read, or that has a number another one has, as a finding.
    pub(crate) fn read(&self) -> Result<Vec<Script>, Box<Finding>> {
        let boxed = |error: MigrationError| Box::new(Finding::from(error));
        let mut scripts = Vec::new();
        let names = script_names(&self.path()).map_err(|error| {
            let problem = Problem::Answer(answer::describe_read_error(error));
            Box::new(Finding { problem, span: Some(Span::of_path(&self.name)) })
        })?;
        for name in names {
            let source = answer::read_own(&self.root, &format!("{}/{name}", self.name))?;
            scripts.push(migration::parse(&name, &source).map_err(boxed)?);
        }
        migration::in_order(scripts).map_err(boxed)
    }
}
