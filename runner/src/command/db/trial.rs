//! Tries scripts on a copy of the real database: in memory up to a size, else in a temporary file.

use std::collections::hash_map::DefaultHasher;
use std::fs::File;
use std::hash::Hasher;
use std::io::{self, Read};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Context;
use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};
use tempfile::{Builder, NamedTempFile};
use workbook_core::finding::show_row;
use workbook_core::migration::changed_rows::{ChangedRow, ChangedRows};
use workbook_core::migration::choose;
use workbook_core::migration::drift::DriftGuard;
use workbook_core::migration::refused_rows::find_refused_rows;
use workbook_core::migration::run;
use workbook_core::migration::{Half, MigrationError, Script};
use workbook_core::rows::Row;
use workbook_core::sandbox::Sandbox;

use super::{Io, PATIENCE, Project, Stop, wanted};
use crate::program::interrupt;

/// The largest database that is copied into memory, in bytes.
const MEMORY_BYTES: u64 = 128_000_000;
/// How many pages are copied between two looks at the time.
const PAGES_PER_STEP: i32 = 4_096;
/// How long to wait for a page that another process is writing.
const PAUSE: Duration = Duration::from_millis(20);

/// A copy of the real database on which scripts can be tried.
pub(super) struct TrialCopy {
    pub(super) sandbox: Sandbox,
    /// Watches what only the real database has.
    pub(super) guard: Option<DriftGuard>,
    /// Removed on drop.
    file: Option<NamedTempFile>,
}

/// Place of a copy.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum CopyPlace {
    /// In memory, unless the database is too large for it.
    MemoryIfSmall,
    File,
}

/// Copies the database, also while others use it; a copy that takes long is told of.
pub(super) fn copy_database(
    project: &Project,
    scripts: &[Script],
    place: CopyPlace,
    io: &mut Io<'_>,
) -> Result<Option<TrialCopy>, Stop> {
    let Some(database) = project.open_for_reading()? else { return Ok(None) };
    let size = project.explain_failure(read_size(&database))?;
    let is_large = size > MEMORY_BYTES;
    let file = if is_large || place == CopyPlace::File {
        let made = Builder::new().prefix("workbook-trial-").suffix(".db").tempfile();
        Some(made.context("failed to make a temporary file to try the scripts on")?)
    } else {
        None
    };
    let mut copy = match &file {
        Some(file) => Connection::open(file.path())?,
        None => Connection::open_in_memory()?,
    };
    if is_large {
        writeln!(io.err, "copying the database ({}) to try this on it …", show_bytes(size))?;
    }
    copy_pages(&database, &mut copy, |share| {
        if is_large {
            writeln!(io.err, "copied {share} %")?;
        }
        Ok(())
    })?;
    // Nobody needs the copy after a crash.
    copy.execute_batch("PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF;")?;
    let sandbox = Sandbox::of_own_database(copy, interrupt::is_interrupted)?;
    let guard = watch_drift(scripts, &sandbox)?;
    Ok(Some(TrialCopy { sandbox, guard, file }))
}

/// The guard of a copy; None too where the scripts cannot say what the database should have.
fn watch_drift(scripts: &[Script], sandbox: &Sandbox) -> rusqlite::Result<Option<DriftGuard>> {
    let applied = run::applied(sandbox.connection())?;
    match wanted::build_applied(scripts, &applied) {
        Ok(expected) if !applied.is_empty() => DriftGuard::new(expected, sandbox.connection()),
        _ => Ok(None),
    }
}

fn read_size(connection: &Connection) -> rusqlite::Result<u64> {
    let sql = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";
    let size: i64 = connection.query_row(sql, [], |row| row.get(0))?;
    Ok(size.unsigned_abs())
}

/// Copies all pages; `tell` is called at each quarter but the last.
fn copy_pages(
    from: &Connection,
    to: &mut Connection,
    mut tell: impl FnMut(i32) -> io::Result<()>,
) -> anyhow::Result<()> {
    let backup = Backup::new(from, to)?;
    let started = Instant::now();
    let mut quarter = 0;
    loop {
        match backup.step(PAGES_PER_STEP)? {
            StepResult::Done => return Ok(()),
            StepResult::More => {
                let progress = backup.progress();
                let done =
                    (progress.pagecount - progress.remaining) * 4 / progress.pagecount.max(1);
                if done > quarter {
                    quarter = done;
                    tell(quarter * 25)?;
                }
            }
            _ if started.elapsed() < PATIENCE => thread::sleep(PAUSE),
            _ => anyhow::bail!("the database is locked, so it could not be copied"),
        }
    }
}

impl TrialCopy {
    /// A database without anybody's rows, which stands in for one that is not there.
    pub(super) fn of_schema(schema: Connection) -> anyhow::Result<TrialCopy> {
        let sandbox = Sandbox::of_own_database(schema, interrupt::is_interrupted)?;
        Ok(TrialCopy { sandbox, guard: None, file: None })
    }

    /// A database without a table, in a temporary file.
    pub(super) fn empty() -> anyhow::Result<TrialCopy> {
        let file = Builder::new().prefix("workbook-trial-").suffix(".db").tempfile()?;
        let connection = Connection::open(file.path())?;
        let sandbox = Sandbox::of_own_database(connection, interrupt::is_interrupted)?;
        Ok(TrialCopy { sandbox, guard: None, file: Some(file) })
    }

    /// Runs the pending ones of the scripts on the copy.
    pub(super) fn run_pending(&self, scripts: &[Script]) -> Result<(), MigrationError> {
        let applied = run::applied(self.sandbox.connection()).unwrap_or_default();
        for script in scripts.iter().filter(|script| !choose::is_applied(script, &applied)) {
            let _ = self.apply(script)?;
        }
        Ok(())
    }

    pub(super) fn apply(&self, script: &Script) -> Result<run::ScriptOutcome, MigrationError> {
        run::apply_guarded(&self.sandbox, script, self.guard.as_ref())
    }

    pub(super) fn revert(&self, script: &Script) -> Result<run::ScriptOutcome, MigrationError> {
        run::revert_guarded(&self.sandbox, script, self.guard.as_ref())
    }

    pub(super) fn run_half(
        &self,
        script: &Script,
        half: Half,
    ) -> Result<run::ScriptOutcome, MigrationError> {
        match half {
            Half::Up => self.apply(script),
            Half::Down => self.revert(script),
        }
    }

    /// Names the rows on which a half of a script has failed; None where it did not fail for their sake.
    pub(super) fn describe_refused(
        &self,
        script: &Script,
        half: Half,
    ) -> rusqlite::Result<Option<String>> {
        let Some(refused) = find_refused_rows(&self.sandbox, script, half)? else {
            return Ok(None);
        };
        let shown = refused.rows.iter().map(|row| format!("`{}`", show_row(row))).collect();
        let are = if refused.count == 1 { "1 is" } else { &format!("{} are", refused.count) };
        let when = describe_half(half);
        Ok(Some(format!("rows: when {when}, {are} refused: {}", join_some(shown, refused.count))))
    }

    /// Runs a script, and measures what it does to the file.
    pub(super) fn measure(
        &self,
        script: &Script,
    ) -> anyhow::Result<Result<Measurement, MigrationError>> {
        let path = self.file.as_ref().map(NamedTempFile::path);
        let page_size: i64 =
            self.sandbox.connection().pragma_query_value(None, "page_size", |row| row.get(0))?;
        let hash = || path.map_or(Ok(Vec::new()), |path| hash_pages(path, page_size));
        let (before, changes) = (hash()?, self.sandbox.connection().total_changes());
        let started = Instant::now();
        if let Err(error) = self.apply(script) {
            return Ok(Err(error));
        }
        let time = started.elapsed();
        let after = hash()?;
        let pages = after.iter().enumerate().filter(|(at, hash)| before.get(*at) != Some(hash));
        Ok(Ok(Measurement {
            // One of them is the row for the version.
            rows: (self.sandbox.connection().total_changes() - changes).saturating_sub(1),
            time,
            pages: pages.count(),
            all_pages: after.len().max(before.len()),
            page_size: page_size.unsigned_abs(),
        }))
    }
}

/// The half of a script in a sentence.
pub(super) fn describe_half(half: Half) -> &'static str {
    match half {
        Half::Up => "upgrading",
        Half::Down => "downgrading",
    }
}

/// Names the rows of a table that are not as before.
pub(super) fn describe_changed(changed: &ChangedRows) -> String {
    let ChangedRows { table, rows, count } = changed;
    let rows = rows.iter().map(|ChangedRow { key, before, now }| match now {
        Some(now) => {
            format!("`{}` has `{}` instead of `{}`", show_row(key), show_row(now), show_row(before))
        }
        None => {
            let values = key.0.iter().chain(&before.0).cloned().collect();
            format!("`{}` is gone", show_row(&Row(values)))
        }
    });
    let are = if *count == 1 { "1 row of" } else { &format!("{count} rows of") };
    let are_not = if *count == 1 { "is not" } else { "are not" };
    format!("{are} {table} {are_not} as before: {}", join_some(rows.collect(), *count))
}

/// The first of many, and how many more there are.
fn join_some(shown: Vec<String>, count: usize) -> String {
    let more = count.saturating_sub(shown.len());
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{rest}", shown.join(", "))
}

/// What a script did to a copy.
pub(super) struct Measurement {
    /// Rows that were written, also into tables that take another one's place.
    pub(super) rows: u64,
    pub(super) time: Duration,
    pub(super) pages: usize,
    pub(super) all_pages: usize,
    pub(super) page_size: u64,
}

/// A hash of each page of a file.
fn hash_pages(path: &Path, page_size: i64) -> anyhow::Result<Vec<u64>> {
    let mut file = io::BufReader::new(File::open(path)?);
    let mut page = vec![0; usize::try_from(page_size)?];
    let mut hashes = Vec::new();
    while file.read_exact(&mut page).is_ok() {
        let mut hasher = DefaultHasher::new();
        hasher.write(&page);
        hashes.push(hasher.finish());
    }
    Ok(hashes)
}

/// A size for people: `12 kB`, `3.4 MB`.
pub(super) fn show_bytes(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}
