//! `workbook submit`: a zip of a learner's files, to be handed in.

use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

use anyhow::{Context, bail};
use workbook_core::exercise::Tree;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::Io;
use crate::atomic;
use crate::course::{self, Course};
use crate::exit::Exit;

/// Writes the files that learners edit, of every exercise, and says which could not be read.
pub(super) fn write_submission(
    course: &Course,
    to: &Path,
    io: &mut Io<'_>,
) -> anyhow::Result<Exit> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // The same answers are the same bytes: no time is kept.
    let options = SimpleFileOptions::default();
    let mut files = 0;
    for entry in course.entries() {
        let Ok(exercise) = entry.exercise() else { continue };
        let folder = exercise.folder(Tree::Exercises);
        for name in course::edited_files(exercise, &course.root.join(&folder)) {
            let path = folder.join(name);
            match atomic::read_regular(&course.root.join(&path)) {
                Ok(bytes) => {
                    zip.start_file(course::shown(&path), options)?;
                    zip.write_all(&bytes)?;
                    files += 1;
                }
                Err(error) => {
                    writeln!(io.err, "warning: `{}` is left out: {error}", course::shown(&path))?;
                }
            }
        }
    }
    if files == 0 {
        bail!("there is no file to hand in");
    }
    let bytes = zip.finish()?.into_inner();
    if fs::symlink_metadata(to).is_ok() && !is_zip(to) {
        bail!("`{}` is there already, and no zip\nhint: name another file", to.display());
    }
    atomic::write(to, &bytes).with_context(|| format!("failed to write `{}`", to.display()))?;
    writeln!(io.out, "{files} files in `{}`", to.display())?;
    Ok(Exit::Passed)
}

/// True of a regular file that begins as a zip does: an earlier submission may be written again.
fn is_zip(path: &Path) -> bool {
    atomic::read_regular(path).is_ok_and(|bytes| bytes.starts_with(b"PK\x03\x04"))
}
