//! Whether the throwaway database can still be opened safely, after a program had it. It opens nothing.

use std::fs;

use workbook_core::finding::DatabaseProblem;

use crate::scratch::Scratch;

/// The largest database that is read back, in bytes.
const LIMIT: u64 = 64_000_000;

/// A program may have put anything in the place of the database, and in that of the files SQLite keeps beside it;
/// a pipe there would be waited for, a link followed.
pub(super) fn problem(scratch: &Scratch) -> Option<DatabaseProblem> {
    let database = scratch.database();
    let name = database.file_name()?.to_string_lossy();
    let entries = fs::read_dir(scratch.folder()).into_iter().flatten().flatten();
    for entry in entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(&*name)) {
        match entry.metadata() {
            Ok(metadata) if !metadata.is_file() => return Some(DatabaseProblem::NotAFile),
            Ok(metadata) if metadata.len() > LIMIT => {
                return Some(DatabaseProblem::TooLarge { limit: LIMIT });
            }
            _ => (),
        }
    }
    None
}
