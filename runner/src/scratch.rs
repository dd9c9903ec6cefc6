//! A throwaway folder with a database file in it, removed when it is dropped.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rusqlite::Connection;
use tempfile::TempDir;
use workbook_core::finding::DatabaseProblem;
use workbook_core::sandbox::Sandbox;

use crate::program::interrupt;

/// The database's file.
const NAME: &str = "exercise.db";

/// The largest database that is read back, in bytes.
const LIMIT: u64 = 64_000_000;

/// The folder and its database.
#[derive(Debug)]
pub(crate) struct Scratch {
    folder: TempDir,
}

impl Scratch {
    /// Makes an empty folder where the system keeps such things.
    pub(crate) fn new() -> io::Result<Scratch> {
        Ok(Scratch { folder: TempDir::with_prefix("workbook-")? })
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.folder.path().join(NAME)
    }

    /// The address a program finds in `DATABASE_URL`.
    pub(crate) fn url(&self) -> String {
        format!("sqlite://{}?mode=rwc", self.database().display())
    }

    /// A guarded connection on which statements may run for `time`, counted from now.
    ///
    /// Every piece of foreign SQL gets one of its own, so that nothing (a temporary table, a pragma) is left for the next.
    pub(crate) fn sandbox(&self, time: Duration) -> rusqlite::Result<Sandbox> {
        let end = Instant::now() + time;
        let connection = Connection::open(self.database())?;
        connection.pragma_update(None, "journal_mode", "MEMORY")?;
        Sandbox::new(connection, move || Instant::now() >= end || interrupt::is_interrupted())
    }

    /// What keeps the database from being opened safely. A program may have put anything in its place, and in that of
    /// the files SQLite keeps beside it; a pipe there would be waited for, a link followed.
    pub(crate) fn problem(&self) -> Option<DatabaseProblem> {
        let entries = fs::read_dir(self.folder.path()).into_iter().flatten().flatten();
        for entry in entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(NAME)) {
            match entry.metadata() {
                Ok(metadata) if !metadata.is_file() => return Some(DatabaseProblem::NotAFile),
                Ok(metadata) if metadata.len() > LIMIT => return Some(DatabaseProblem::TooLarge { limit: LIMIT }),
                _ => (),
            }
        }
        None
    }

    /// Keeps the folder and says where it is.
    pub(crate) fn keep(self) -> PathBuf {
        self.folder.keep()
    }
}
