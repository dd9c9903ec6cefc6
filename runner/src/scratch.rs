//! A throwaway folder with a database file in it, removed when it is dropped.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use tempfile::TempDir;
use workbook_core::sandbox::Sandbox;

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

    /// One with a copy of this one's database, if there is one yet.
    pub(crate) fn copy(&self) -> io::Result<Scratch> {
        let copy = Scratch::new()?;
        match fs::copy(self.database(), copy.database()) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(copy),
        }
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.folder.path().join("exercise.db")
    }

    /// Where the database is kept as it was after the first step that failed.
    pub(crate) fn at_failure(&self) -> PathBuf {
        self.folder.path().join("first-failure.db")
    }

    /// The address a program finds in `DATABASE_URL`.
    pub(crate) fn url(&self) -> String {
        format!("sqlite://{}?mode=rwc", self.database().display())
    }

    /// A guarded connection on which statements run until `stop` says so.
    ///
    /// Every piece of foreign SQL gets one of its own, so that nothing (a temporary table, a pragma) is left for the next.
    pub(crate) fn sandbox(
        &self,
        stop: impl FnMut() -> bool + Send + 'static,
    ) -> rusqlite::Result<Sandbox> {
        let connection = Connection::open(self.database())?;
        connection.pragma_update(None, "journal_mode", "MEMORY")?;
        Sandbox::new(connection, stop)
    }

    /// Keeps the folder and says where it is.
    pub(crate) fn keep(self) -> PathBuf {
        self.folder.keep()
    }
}
