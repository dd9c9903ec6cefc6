//! A throwaway database in memory, which needs no file and runs no program.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;
use rusqlite::backup::Backup;
use rusqlite::config::DbConfig;

use super::host::{OwnWork, do_own};
use super::{Database, GradeError, ProgramCall};
use crate::exercise::ExerciseLimits;
use crate::finding::{DatabaseProblem, ProgramProblem};

/// Numbers the databases of this process, since connections find theirs by its name.
static NEXT: AtomicU64 = AtomicU64::new(0);

/// A database in SQLite's `memdb`, <https://sqlite.org/src/file/src/memdb.c>. It is gone with its last connection, so one is held.
pub struct MemoryDatabase {
    address: String,
    held: Mutex<Connection>,
}

impl MemoryDatabase {
    /// An empty one.
    pub fn new() -> rusqlite::Result<MemoryDatabase> {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let address = format!("file:/workbook-{number}?vfs=memdb");
        let held = Connection::open(&address)?;
        held.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, true)?;
        Ok(MemoryDatabase { address, held: Mutex::new(held) })
    }

    /// One with the content of another database.
    pub fn copy_of(original: &Connection) -> rusqlite::Result<MemoryDatabase> {
        let mut copy = MemoryDatabase::new()?;
        let held = copy.held.get_mut().unwrap_or_else(PoisonError::into_inner);
        Backup::new(original, held)?.step(-1)?;
        Ok(copy)
    }
}

impl Database for MemoryDatabase {
    fn connect(&self) -> rusqlite::Result<Connection> {
        Connection::open(&self.address)
    }

    fn do_own(&self, work: OwnWork<'_>) -> rusqlite::Result<()> {
        work(&self.held.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn copy(&self) -> Result<Arc<dyn Database>, GradeError> {
        Ok(Arc::new(do_own(self, MemoryDatabase::copy_of)?))
    }

    fn problem(&self) -> Option<DatabaseProblem> {
        None
    }

    fn run_program(
        &self,
        call: ProgramCall<'_>,
        _: ExerciseLimits,
    ) -> Result<Result<String, ProgramProblem>, GradeError> {
        let (program, reason) = (call.name().to_owned(), "no program can be run here".to_owned());
        Ok(Err(ProgramProblem::NotStarted { program, reason }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_see_one_database_and_a_copy_is_another() -> Result<(), GradeError> {
        let one = MemoryDatabase::new()?;
        one.connect()?.execute_batch("CREATE TABLE t (a); INSERT INTO t VALUES (1)")?;
        let copy = one.copy()?;
        one.connect()?.execute_batch("DELETE FROM t")?;
        let count = |database: &dyn Database| -> Result<i64, GradeError> {
            let count = database.connect()?;
            Ok(count.query_row("SELECT count(*) FROM t", [], |row| row.get(0))?)
        };
        assert_eq!((count(&one)?, count(&*copy)?), (0, 1));
        Ok(())
    }
}
