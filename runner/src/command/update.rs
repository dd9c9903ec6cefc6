//! `workbook update`: brings a new version of the course into a learner's copy, and leaves every answer alone.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use anyhow::{Context, bail};
use tempfile::TempDir;
use workbook_core::exercise::Tree;
use zip::ZipArchive;

use super::{Io, released_files};
use crate::course::{self, Course};
use crate::exit::Exit;

/// The most files of a zip; a release has some thousand.
const MOST_FILES: usize = 20_000;
/// The most bytes that are unpacked.
const MOST_BYTES: u64 = 500_000_000;

/// Takes the files of a release, a folder or a zip.
pub(super) fn update_course(course: &Course, from: &Path, io: &mut Io<'_>) -> anyhow::Result<Exit> {
    if !course.root.join(released_files::LIST).is_file() {
        bail!(
            "this copy was not made by `workbook class release`: it has no `{}`\nhint: bring it up to date as you got it, such as with git",
            released_files::LIST
        );
    }
    let unpacked = if from.is_file() { Some(unpack(from)?) } else { None };
    let from =
        unpacked.as_ref().map_or(Ok(from.to_owned()), |folder| find_release(folder.path()))?;
    let files = released_files::read(&from)?;
    let new = course::open(&from)?;
    let is_answer = |path: &Path| [course, &new].iter().any(|course| is_edited(course, path));
    let notes = released_files::write(&course.root, &files, &is_answer)?;
    for note in &notes {
        writeln!(io.err, "note: {note}")?;
    }
    writeln!(io.out, "{} files are as in the new version; your answers stayed", files.len())?;
    Ok(Exit::Passed)
}

fn is_edited(course: &Course, path: &Path) -> bool {
    course.entries().filter_map(|entry| entry.exercise().ok()).any(|exercise| {
        path.strip_prefix(exercise.folder(Tree::Exercises))
            .is_ok_and(|name| exercise.is_edited(name))
    })
}

/// Unpacks a zip into a folder that is removed afterwards.
fn unpack(path: &Path) -> anyhow::Result<TempDir> {
    let failed = || format!("failed to unpack `{}`", path.display());
    let mut zip = ZipArchive::new(File::open(path).with_context(failed)?).with_context(failed)?;
    if zip.len() > MOST_FILES {
        bail!("`{}` holds {} files, more than {MOST_FILES}", path.display(), zip.len());
    }
    let folder = tempfile::tempdir()?;
    let mut left = MOST_BYTES;
    for at in 0..zip.len() {
        let mut entry = zip.by_index(at).with_context(failed)?;
        let Some(name) = entry.enclosed_name().filter(|_| entry.is_file()) else { continue };
        let place = folder.path().join(name);
        fs::create_dir_all(place.parent().unwrap_or(folder.path())).with_context(failed)?;
        let mut file = File::create(&place).with_context(failed)?;
        let mut bounded = io::Read::take(&mut entry, left + 1);
        let size = io::copy(&mut bounded, &mut file).with_context(failed)?;
        left = left
            .checked_sub(size)
            .with_context(|| format!("`{}` holds more than {MOST_BYTES} bytes", path.display()))?;
    }
    Ok(folder)
}

/// The release in a folder, or in the only folder in it, as systems pack them.
fn find_release(folder: &Path) -> anyhow::Result<std::path::PathBuf> {
    if folder.join(released_files::LIST).is_file() {
        return Ok(folder.to_owned());
    }
    let entries = fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    let mut inside = entries.iter().map(|entry| entry.path());
    let found = inside.find(|path| path.join(released_files::LIST).is_file());
    found.with_context(|| format!("there is no `{}` in the zip", released_files::LIST))
}
