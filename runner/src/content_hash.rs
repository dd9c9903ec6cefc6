//! Content hash of an exercise: an exercise that passed counts as passed until its hash changes.
//!
//! Left out, because a verdict rests on them only through the machine: the versions of Rust and of the programs that
//! a `command` step runs. Left out too is every `Cargo.toml`, since one that changes a program changes the lock file.

use std::fs;
use std::path::{Path, PathBuf};

use hmac_sha256::Hash;
use walkdir::WalkDir;
use workbook_core::exercise::{Exercise, Tree};

use crate::course::{Course, FileDigest};

/// Sources of an exercise's program beside its own folder, relative to the course.
const PROGRAM_SOURCES: [&str; 2] = ["Cargo.lock", "runner/harness/src"];

/// Larger files cannot be an answer.
const MAX_FILE_BYTES: u64 = 1_000_000;

/// Hash of everything an exercise's verdict rests on: its folder, with the files it gives, its snapshot, what its
/// program links, and this program's version.
pub(crate) fn content_hash(course: &Course, exercise: &Exercise) -> String {
    let folder = course.root.join(exercise.folder(Tree::Exercises));
    let own = files_in(&folder).into_iter().filter(|path| !is_database(path));
    let own = own.chain([course.root.join(exercise.snapshot())]);
    let mut files: Vec<FileDigest> = own.map(|path| digest_file(course, &path)).collect();
    if exercise.has_program {
        files.extend(program_sources(course).iter().cloned());
    }
    let mut hash = Hash::new();
    hash.update(env!("CARGO_PKG_VERSION"));
    for FileDigest { name, digest } in files {
        hash.update(name.as_bytes());
        hash.update([0]);
        hash.update(digest);
    }
    hex(&hash.finalize())
}

fn digest_file(course: &Course, path: &Path) -> FileDigest {
    let name = path.strip_prefix(&course.root).unwrap_or(path).to_string_lossy().into_owned();
    FileDigest { name, digest: Hash::hash(&read_answer(path)) }
}

/// The digests of [`PROGRAM_SOURCES`], read once: the lock file is longer than all answers together.
fn program_sources(course: &Course) -> &[FileDigest] {
    course.program_sources.get_or_init(|| {
        let files = PROGRAM_SOURCES.iter().flat_map(|name| files_in(&course.root.join(name)));
        files.map(|path| digest_file(course, &path)).collect()
    })
}

/// A hash as it is written down, two digits for a byte.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The files in a folder at any depth, sorted by name; a file stands for itself.
fn files_in(path: &Path) -> Vec<PathBuf> {
    let inside = WalkDir::new(path).sort_by_file_name().into_iter().filter_map(Result::ok);
    let files = inside.filter(|entry| !entry.file_type().is_dir());
    files.map(walkdir::DirEntry::into_path).collect()
}

/// True for a database, a copy of one and what SQLite keeps beside it: `workbook db` leaves these in the folder
/// of an exercise, and they are no part of it.
pub(crate) fn is_database(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let copy = name.rsplit_once(".db.backup-");
    [".db", ".db-journal", ".db-shm", ".db-wal"].iter().any(|ending| name.ends_with(ending))
        || copy.is_some_and(|(_, number)| number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The bytes of a file that can be an answer; anything else (a pipe, a file too large) hashes as nothing.
fn read_answer(path: &Path) -> Vec<u8> {
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_file() && metadata.len() <= MAX_FILE_BYTES => {
            fs::read(path).unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course;

    #[test]
    fn only_what_ends_like_a_database_is_one() {
        for name in
            ["app.db", ".db", "app.db-wal", "app.db-shm", "app.db-journal", "app.db.backup-2"]
        {
            assert!(is_database(Path::new(name)), "{name}");
        }
        for name in ["0003_awards.db.sql", "app.dbx", "app.db.rs", "app.db.backup-it.sql", "a.sql"]
        {
            assert!(!is_database(Path::new(name)), "{name}");
        }
    }

    #[test]
    fn a_change_of_anything_a_verdict_rests_on_changes_the_hash() {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("it is in a folder"))
                .expect("a folder can be made");
            fs::write(path, text).expect("a file can be written");
        };
        let hash = || {
            let course = course::open(folder.path()).expect("the course can be opened");
            let entry = course.entries().next().expect("there is one exercise");
            content_hash(&course, entry.exercise().expect("it is valid"))
        };
        let manifest = "title = \"It\"\nfiles = [\"play.rs\"]\n[[steps]]\ncall = \"play\"\n";
        write("exercises/ch01-one/it/exercise.toml", manifest);
        write("exercises/ch01-one/it/main.rs", "");
        for name in ["app.db", "migrations/app.db-wal"] {
            let before = hash();
            write(&format!("exercises/ch01-one/it/{name}"), "something");
            assert_eq!(hash(), before, "{name}");
        }
        for name in [
            "exercises/ch01-one/it/main.rs",
            "exercises/ch01-one/it/migrations/0003_awards.db.sql",
            "tests/snapshots/ch01-one/it.snap",
            "Cargo.lock",
            "runner/harness/src/lib.rs",
        ] {
            let before = hash();
            write(name, "something");
            assert_ne!(hash(), before, "{name}");
        }
    }
}
