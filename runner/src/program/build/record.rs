//! Remembers what an executable was built from, so that an unchanged one needs no cargo.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use crate::atomic;

/// The inputs of a build as far as they are known before it.
pub(super) struct Inputs<'a> {
    pub(super) root: &'a Path,
    pub(super) sources: &'a [PathBuf],
    pub(super) settings: Vec<&'a (OsString, OsString)>,
}

#[derive(Serialize, Deserialize)]
struct BuildRecord {
    /// Of the settings, and of the names and contents of all files.
    hash: u64,
    /// The files that cargo said the program is made of.
    parts: Vec<PathBuf>,
    /// Of the names and contents of those.
    parts_hash: u64,
    /// Of the packages of the workspace it uses.
    manifests: Vec<PathBuf>,
    executable: PathBuf,
    size: u64,
    modified: SystemTime,
}

/// The executable, if it is the recorded one and everything it was built from is as it was.
pub(super) fn recall(path: &Path, inputs: &Inputs<'_>) -> Option<PathBuf> {
    let record = read_record(path)?;
    let is_current = record.is_of(&record.executable)
        && record.hash
            == hash_inputs(inputs, &input_files(inputs, [&record.parts, &record.manifests]));
    is_current.then_some(record.executable)
}

/// The files to touch because cargo took an executable for current that may be none of ours, or is not any more.
///
/// It goes by times, and it takes two copies of a course for one when they share a target folder. So this happens when
/// an older file, say another learner's, is copied over a newer one with its time, and when another copy was built last.
pub(super) fn overlooked_files(
    path: &Path,
    inputs: &Inputs<'_>,
    executable: &Path,
) -> Vec<PathBuf> {
    match read_record(path).filter(|record| record.is_of(executable)) {
        Some(record) if record.parts_hash == hash_parts(inputs, &record.parts) => Vec::new(),
        Some(record) => record.parts,
        None => inputs.sources.iter().map(|source| inputs.root.join(source)).collect(),
    }
}

/// Records an executable, except where the folder of the record cannot be written: that costs time and no more.
pub(super) fn remember(
    path: &Path,
    inputs: &Inputs<'_>,
    executable: &Path,
    manifests: Vec<PathBuf>,
    started: SystemTime,
) -> io::Result<()> {
    let parts = read_parts(executable);
    let files = input_files(inputs, [&parts, &manifests]);
    // The build may have read such a file before it was saved.
    if files.iter().any(|file| was_saved_since(started, file)) {
        return Ok(());
    }
    let metadata = fs::metadata(executable)?;
    let record = BuildRecord {
        hash: hash_inputs(inputs, &files),
        parts_hash: hash_parts(inputs, &parts),
        parts,
        manifests,
        executable: executable.to_owned(),
        size: metadata.len(),
        modified: metadata.modified()?,
    };
    match serde_json::to_vec(&record)
        .map_err(io::Error::from)
        .and_then(|bytes| atomic::write(path, &bytes))
    {
        Err(error) if cannot_be_written(error.kind()) => Ok(()),
        result => result,
    }
}

impl BuildRecord {
    fn is_of(&self, executable: &Path) -> bool {
        let Ok(metadata) = fs::metadata(executable) else { return false };
        self.executable == executable
            && metadata.len() == self.size
            && metadata.modified().is_ok_and(|modified| modified == self.modified)
    }
}

fn read_record(path: &Path) -> Option<BuildRecord> {
    serde_json::from_slice(&atomic::read_regular(path).ok()?).ok()
}

pub(super) fn cannot_be_written(kind: io::ErrorKind) -> bool {
    use io::ErrorKind::{PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull};
    matches!(kind, PermissionDenied | QuotaExceeded | ReadOnlyFilesystem | StorageFull)
}

fn was_saved_since(started: SystemTime, file: &Path) -> bool {
    fs::metadata(file)
        .and_then(|metadata| metadata.modified())
        .is_ok_and(|modified| modified >= started)
}

/// The files of the program and of the packages of the course it uses, as cargo writes them next to the executable.
fn read_parts(executable: &Path) -> Vec<PathBuf> {
    let text = fs::read_to_string(executable.with_extension("d")).unwrap_or_default();
    let Some((_, files)) = text.lines().next().and_then(|line| line.split_once(": ")) else {
        return Vec::new();
    };
    // A space inside a name is escaped. No name holds a line break.
    let files = files.replace("\\ ", "\n");
    files
        .split(' ')
        .filter(|file| !file.is_empty())
        .map(|file| PathBuf::from(file.replace('\n', " ")))
        .collect()
}

fn input_files(inputs: &Inputs<'_>, named_by_cargo: [&[PathBuf]; 2]) -> BTreeSet<PathBuf> {
    let given =
        inputs.sources.iter().chain(named_by_cargo.into_iter().flatten()).map(PathBuf::as_path);
    given.chain(COMMON.iter().map(Path::new)).map(|file| inputs.root.join(file)).collect()
}

/// Sixty-four bits that the standard library computes quickly even in a development build. They guard against
/// forgetting, not against fraud; with another version of Rust they may differ, which costs one call of cargo.
fn hash_inputs(inputs: &Inputs<'_>, files: &BTreeSet<PathBuf>) -> u64 {
    let mut hasher = DefaultHasher::new();
    inputs.settings.hash(&mut hasher);
    hash_files(files, &mut hasher);
    hasher.finish()
}

fn hash_parts(inputs: &Inputs<'_>, parts: &[PathBuf]) -> u64 {
    let mut hasher = DefaultHasher::new();
    hash_files(&parts.iter().map(|part| inputs.root.join(part)).collect(), &mut hasher);
    hasher.finish()
}

fn hash_files(files: &BTreeSet<PathBuf>, hasher: &mut DefaultHasher) {
    for file in files {
        file.hash(hasher);
        // A missing file is a state like any other: when it appears, cargo has to look at it.
        fs::read(file).ok().hash(hasher);
    }
}

/// Files of the workspace that decide about every program.
const COMMON: [&str; 5] =
    ["Cargo.toml", "Cargo.lock", ".cargo/config.toml", "rust-toolchain", "rust-toolchain.toml"];
