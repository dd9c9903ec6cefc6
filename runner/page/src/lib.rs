//! Grades answers of SQL exercises from data alone: what a page in a browser runs, and every other place without a file
//! system.

use std::sync::Arc;
use std::time::{Duration, Instant};

use workbook_core::finding::Finding;
use workbook_core::grade::{Database, ExerciseJson, GradeError, Host, MemoryDatabase, Pack, grade};

/// A place with databases in memory and no programs.
struct PageHost {
    start: Instant,
    now: i64,
}

/// Grades a pack and returns the report.
///
/// # Errors
/// A snapshot that does not fit the exercise, or SQLite without memory.
pub fn grade_pack(pack: &Pack) -> Result<ExerciseJson, GradeError> {
    let host = PageHost { start: Instant::now(), now: pack.now };
    let graded = grade(&pack.assignment(&host), &host, Arc::new(MemoryDatabase::new()?))?;
    Ok(ExerciseJson::new(&graded.report, &pack.sections))
}

impl Host for PageHost {
    fn create_database(&self) -> Result<Arc<dyn Database>, GradeError> {
        Ok(Arc::new(MemoryDatabase::new()?))
    }

    fn prepare_program(&self) -> Result<Option<Finding>, GradeError> {
        Ok(None)
    }

    fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }

    fn now(&self) -> i64 {
        self.now
    }

    fn start_timer(&self, limit: Duration) -> Box<dyn FnMut() -> bool + Send> {
        let end = Instant::now() + limit;
        Box::new(move || Instant::now() >= end)
    }

    fn do_both<'w>(&self, other: Box<dyn FnOnce() + Send + 'w>, this: Box<dyn FnOnce() + 'w>) {
        this();
        other();
    }
}
