//! Events of a check, told while it runs. Reporters turn events into bytes; nothing else prints.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use workbook_core::grade::{ExerciseReport, Sections};

use crate::course::explained::Reading;

/// Something that happened.
#[derive(Debug)]
pub(crate) enum Event {
    /// Its program is being compiled.
    Building { id: String },
    /// A line of the compiler, while a user waits for long.
    News(String),
    /// It was run, or passed before and has not changed since.
    Finished(Box<Report>),
    /// Something a user should know that is no result.
    Warning(String),
    /// The whole run is over.
    Done(Summary),
}

/// The result of one exercise, as it is reported.
#[derive(Debug)]
pub(crate) struct Report {
    pub(crate) exercise: ExerciseReport,
    /// The first file that the learner edits, where what has no place of its own is told of.
    pub(crate) file: String,
    /// The given files that are not as they were. What could be graded without them was.
    pub(crate) changed: Vec<String>,
    pub(crate) elapsed: Duration,
    /// The throwaway folder, when it was asked to be kept.
    pub(crate) kept: Option<PathBuf>,
    /// It passed before and nothing has changed, so it was not run.
    pub(crate) unchanged: bool,
    pub(crate) teaching: Teaching,
}

/// The words of the course about a result, beside the findings themselves.
#[derive(Debug, Default)]
pub(crate) struct Teaching {
    /// The section of the book that explains a kind of finding, as far as the learner has come in the book.
    pub(crate) readings: BTreeMap<String, Reading>,
    /// The first finding in plainer words, for somebody who was told of it before; a sentence on each line.
    pub(crate) gently: Option<&'static str>,
    /// Praise, after a pass that was asked for.
    pub(crate) praise: Option<String>,
    /// True when the solution has a note, and so is worth a look after a pass.
    pub(crate) has_solution: bool,
}

/// The whole run.
#[derive(Clone, Debug, Default)]
pub(crate) struct Summary {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
    /// Those that nobody has edited yet.
    pub(crate) untouched: usize,
    pub(crate) broken: usize,
    pub(crate) next: Next,
}

/// The next thing to do, by exercise id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Next {
    /// This one did not pass yet.
    Again(String),
    /// The next exercise, after all that was asked for passed.
    Start(String),
    /// Every exercise has passed, but so many that are left out.
    AllPassed { left_out: usize },
    /// Nothing to say: the solutions were graded, or the run broke.
    #[default]
    Unsaid,
}

impl Teaching {
    /// The links to the sections that explain each kind of finding.
    pub(crate) fn sections(&self) -> Sections {
        self.readings
            .iter()
            .map(|(kind, reading)| (kind.clone(), format!("{}#{}", reading.page, reading.id)))
            .collect()
    }
}
