//! The learner's progress: what has passed and what was told, kept in `.workbook/` across runs and written atomically.

use std::collections::BTreeMap;
use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::atomic;
use crate::course::MEMORY;

/// The longest time that another process may hold the lock: it only reads and writes one small file meanwhile.
const LOCK_TRIES: u32 = 500;
const LOCK_PAUSE: Duration = Duration::from_millis(10);

/// The progress of a learner, by exercise id.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Progress {
    #[serde(default)]
    exercises: BTreeMap<String, Remembered>,
    /// The exercise to begin with; None for the first of the course.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    start: Option<String>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Remembered {
    /// The content hash with which it passed.
    #[serde(skip_serializing_if = "Option::is_none")]
    passed: Option<String>,
    /// True when it passed at any time, whatever came after.
    #[serde(default)]
    ever_passed: bool,
    /// True when it is left out.
    #[serde(default, skip_serializing_if = "is_false")]
    skipped: bool,
    /// The number of its own hints that were shown.
    #[serde(default)]
    hints: usize,
    /// What was found first when it was last checked; None after a pass.
    #[serde(skip_serializing_if = "Option::is_none")]
    last: Option<LastFailure>,
}

fn is_false(value: &bool) -> bool {
    !value
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct LastFailure {
    #[serde(flatten)]
    found: Found,
    /// The number of checks in a row that found it first.
    times: usize,
    /// True when the hint that is aimed at it was shown.
    #[serde(default)]
    hinted: bool,
    /// None where an earlier workbook has kept it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    message: Option<FirstMessage>,
}

/// The first message of a check, for whoever comes back later.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct FirstMessage {
    /// One line.
    pub(crate) text: String,
    /// The file and the line that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) place: Option<(String, usize)>,
}

/// What a check found first: the kind of finding, and what it is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Found {
    pub(crate) kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) table: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) column: Option<String>,
    /// The first line of the compiler's or the database's own words: with other words it is another error.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) words: Option<String>,
}

/// The ending of a check.
pub(crate) enum Outcome {
    /// With this content hash.
    Passed(String),
    Failed(Found, FirstMessage),
    /// It could not be graded, which says nothing about the answer.
    Broken,
}

/// Which hints to show: the one aimed at what was found last, and so many of the exercise's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Hints {
    pub(crate) aimed_at: Option<Found>,
    pub(crate) own: usize,
}

/// The standing of an exercise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    Passed,
    /// It passed, and its files have changed since.
    Changed,
    Open,
}

/// The reason that progress could not be read or kept.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ProgressError {
    #[error("failed to keep your progress in `{path}`: {source}")]
    Write { path: PathBuf, source: io::Error },
    #[error("failed to read your progress in `{path}`: {source}")]
    Read { path: PathBuf, source: io::Error },
    #[error(
        "your progress in `{path}` is not what the workbook wrote: {source}\nhint: delete the file to start anew"
    )]
    Format { path: PathBuf, source: serde_json::Error },
    #[error("another `workbook` has held `{0}` for 5 s")]
    Locked(PathBuf),
}

impl Progress {
    /// The standing of an exercise whose files have now the content hash that `content_hash` computes; it is asked of one that
    /// passed only.
    pub(crate) fn standing(&self, id: &str, content_hash: impl FnOnce() -> String) -> Standing {
        match self.exercises.get(id).and_then(|known| known.passed.as_deref()) {
            Some(passed) if passed == content_hash() => Standing::Passed,
            Some(_) => Standing::Changed,
            None => Standing::Open,
        }
    }

    /// Tells whether an exercise passed at any time.
    pub(crate) fn ever_passed(&self, id: &str) -> bool {
        self.exercises.get(id).is_some_and(|known| known.ever_passed || known.passed.is_some())
    }

    /// The exercise to begin with; None for the first of the course.
    pub(crate) fn start(&self) -> Option<&str> {
        self.start.as_deref()
    }

    pub(crate) fn set_start(&mut self, start: Option<String>) {
        self.start = start;
    }

    pub(crate) fn is_skipped(&self, id: &str) -> bool {
        self.exercises.get(id).is_some_and(|known| known.skipped)
    }

    pub(crate) fn set_skipped(&mut self, id: &str, skipped: bool) {
        self.exercises.entry(id.to_owned()).or_default().skipped = skipped;
    }

    /// The first message of the last check of an exercise, unless it passed.
    pub(crate) fn last_message(&self, id: &str) -> Option<&FirstMessage> {
        self.exercises.get(id)?.last.as_ref()?.message.as_ref()
    }

    /// Remembers how a check of an exercise ended, and says how many in a row have now found the same thing first.
    pub(crate) fn set_outcome(&mut self, id: &str, outcome: Outcome) -> usize {
        let known = self.exercises.entry(id.to_owned()).or_default();
        known.ever_passed |= known.passed.take().is_some();
        match outcome {
            Outcome::Passed(hash) => {
                (known.passed, known.ever_passed, known.last) = (Some(hash), true, None);
                0
            }
            Outcome::Broken => 0,
            Outcome::Failed(found, message) => {
                let before = known.last.take().filter(|last| last.found == found);
                let (times, hinted) = before.map_or((0, false), |last| (last.times, last.hinted));
                known.last =
                    Some(LastFailure { found, times: times + 1, hinted, message: Some(message) });
                times + 1
            }
        }
    }

    /// Counts one more hint: first the one that is aimed at what was found last, then the exercise's own up to `all`.
    pub(crate) fn next_hints(&mut self, id: &str, all: usize) -> Hints {
        let known = self.exercises.entry(id.to_owned()).or_default();
        match &mut known.last {
            Some(last) if !last.hinted => last.hinted = true,
            _ => known.hints = (known.hints + 1).min(all),
        }
        Hints { aimed_at: known.last.as_ref().map(|last| last.found.clone()), own: known.hints }
    }

    /// Forgets an exercise, but not that it once passed: whoever has seen the solution has seen it.
    pub(crate) fn forget(&mut self, id: &str) {
        let ever_passed = self.ever_passed(id);
        self.exercises.remove(id);
        if ever_passed {
            self.exercises
                .insert(id.to_owned(), Remembered { ever_passed, ..Remembered::default() });
        }
    }
}

impl Found {
    /// Its names in an `exercise.toml`, the closest first: `unique cookie.slug`, `unique cookie`, `unique`.
    pub(crate) fn keys(&self) -> Vec<String> {
        let Found { kind, table, column, .. } = self;
        let close = table
            .as_ref()
            .zip(column.as_ref())
            .map(|(table, column)| format!("{kind} {table}.{column}"));
        let wider = table.as_ref().map(|table| format!("{kind} {table}"));
        close.into_iter().chain(wider).chain([kind.clone()]).collect()
    }
}

fn file(root: &Path) -> PathBuf {
    root.join(MEMORY).join("progress.json")
}

/// Reads the progress of a course; nothing when nothing was kept yet.
pub(crate) fn load(root: &Path) -> Result<Progress, ProgressError> {
    let path = file(root);
    match atomic::read_regular(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Progress::default()),
        Err(source) => Err(ProgressError::Read { path, source }),
        Ok(bytes) => {
            serde_json::from_slice(&bytes).map_err(|source| ProgressError::Format { path, source })
        }
    }
}

/// Changes what is remembered, so that two processes that do so at once both count.
pub(crate) fn update<T>(
    root: &Path,
    change: impl FnOnce(&mut Progress) -> T,
) -> Result<T, ProgressError> {
    let path = file(root);
    let fail = |source| ProgressError::Write { path: path.clone(), source };
    atomic::make_folder(root, Path::new(MEMORY)).map_err(fail)?;
    let _lock = lock(root)?;
    let mut progress = load(root)?;
    let result = change(&mut progress);
    let mut text = serde_json::to_vec_pretty(&progress).map_err(|error| fail(error.into()))?;
    text.push(b'\n');
    atomic::write(&path, &text).map_err(fail)?;
    Ok(result)
}

/// The lock ends with the file it is on.
fn lock(root: &Path) -> Result<File, ProgressError> {
    let path = root.join(MEMORY).join("lock");
    let file = atomic::open_lock(&path)
        .map_err(|source| ProgressError::Write { path: path.clone(), source })?;
    for _ in 0..LOCK_TRIES {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) => std::thread::sleep(LOCK_PAUSE),
            Err(TryLockError::Error(source)) => return Err(ProgressError::Write { path, source }),
        }
    }
    Err(ProgressError::Locked(path))
}
