//! Tells the teacher what was odd about submissions: the first of each on the terminal, all of it in a file.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::output_file::OutputFile;
use crate::command::Io;

/// The name of the file in the folder of a class.
pub(super) const FILE: &str = "warnings.txt";

/// The most warnings about one submission that are shown.
const MOST_SHOWN: usize = 20;

/// The warnings of one run.
pub(super) struct Warnings {
    out: OutputFile,
    path: PathBuf,
    count: usize,
}

impl Warnings {
    pub(super) fn begin(class: &Path, name: &Path) -> anyhow::Result<Warnings> {
        Ok(Warnings { out: OutputFile::begin(class, name)?, path: class.join(name), count: 0 })
    }

    pub(super) fn has_any(&self) -> bool {
        self.count > 0
    }

    /// Tells of something in the folder of submissions.
    pub(super) fn add(&mut self, text: &str, io: &mut Io<'_>) -> anyhow::Result<()> {
        self.write(text)?;
        Ok(writeln!(io.err, "warning: {text}")?)
    }

    /// Tells of one submission.
    pub(super) fn add_of_learner(
        &mut self,
        learner: &str,
        notes: &[String],
        io: &mut Io<'_>,
    ) -> anyhow::Result<()> {
        for (at, note) in notes.iter().enumerate() {
            self.write(&format!("`{learner}`: {note}"))?;
            if at < MOST_SHOWN {
                writeln!(io.err, "warning: `{learner}`: {note}")?;
            }
        }
        if notes.len() > MOST_SHOWN {
            let (more, path) = (notes.len() - MOST_SHOWN, self.path.display());
            writeln!(io.err, "warning: `{learner}`: {more} more, all of them in `{path}`")?;
        }
        Ok(())
    }

    fn write(&mut self, text: &str) -> anyhow::Result<()> {
        self.count += 1;
        Ok(writeln!(self.out, "{}", text.replace('\n', " "))?)
    }

    /// Puts the file into its place; where nothing was odd there is none.
    pub(super) fn finish(self) -> anyhow::Result<()> {
        if self.count > 0 {
            return self.out.finish();
        }
        match fs::remove_file(&self.path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(error).with_context(|| format!("failed to remove `{}`", self.path.display()))
            }
            _ => Ok(()),
        }
    }
}
