//! What a check tells while it runs. Reporters turn events into bytes; nothing else prints.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use workbook_core::finding::{Finding, Problem};

use crate::course::explained::Reading;

/// Something that happened.
#[derive(Debug)]
pub(crate) enum Event {
    /// Its program is being compiled.
    Building { id: String },
    /// What the compiler tells while a user waits for long.
    News(String),
    /// It was run, or passed before and has not changed since.
    Finished(Box<Report>),
    /// Something a user should know that is no result.
    Warning(String),
    /// The whole run is over.
    Done(Summary),
}

/// The result of one exercise.
#[derive(Debug)]
pub(crate) struct Report {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) verdict: Verdict,
    pub(crate) steps: Vec<StepReport>,
    pub(crate) elapsed: Duration,
    /// The throwaway folder, when it was asked to be kept.
    pub(crate) kept: Option<PathBuf>,
    /// Why it could not be graded, when it is broken.
    pub(crate) error: Option<String>,
    /// It passed before and nothing has changed, so it was not run.
    pub(crate) unchanged: bool,
    pub(crate) teaching: Teaching,
}

/// What the course has to say about a result, beside the findings themselves.
#[derive(Debug, Default)]
pub(crate) struct Teaching {
    /// The section of the book that explains a kind of finding, as far as the learner has come in the book.
    pub(crate) readings: BTreeMap<String, Reading>,
    /// What the first finding is about in plainer words, for somebody who was told of it before; a sentence on each line.
    pub(crate) gently: Option<&'static str>,
    /// What was right, after a pass that was asked for.
    pub(crate) praise: Option<String>,
    /// Whether the solution has a note, and so is worth a look after a pass.
    pub(crate) has_solution: bool,
}

/// The result of one step.
#[derive(Debug)]
pub(crate) struct StepReport {
    pub(crate) name: String,
    pub(crate) verdict: Verdict,
    pub(crate) findings: Vec<Finding>,
    /// What should be true after the step, in the author's words.
    pub(crate) why: Option<String>,
    /// What it counts when it passes.
    pub(crate) points: u32,
    /// The step that failed and without which this one cannot be run.
    pub(crate) blocked_by: Option<String>,
}

/// How an exercise or a step ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Passed,
    Failed,
    /// Not run, because one before it failed, and this one needs what that should have done.
    Skipped,
    /// Could not be graded: the course or the machine is at fault, not the answer.
    Broken,
}

/// The whole run.
#[derive(Clone, Debug, Default)]
pub(crate) struct Summary {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
    pub(crate) broken: usize,
    pub(crate) next: Next,
}

/// How to go on, by exercise id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Next {
    /// This one did not pass yet.
    Again(String),
    /// What was asked for passed; this is the next one.
    Start(String),
    /// Every exercise has passed.
    AllPassed,
    /// Nothing to say: the solutions were graded, or the run broke.
    #[default]
    Unsaid,
}

impl Report {
    /// The points of all its steps.
    pub(crate) fn points(&self) -> u32 {
        self.steps.iter().map(|step| step.points).sum()
    }

    /// Everything that is wrong, with its step: what shows on the rows of the task comes before what shows only on others.
    pub(crate) fn findings(&self) -> Vec<(&StepReport, &Finding)> {
        let all = self
            .steps
            .iter()
            .flat_map(|step| step.findings.iter().map(move |finding| (step, finding)));
        let (unseen, seen): (Vec<_>, Vec<_>) =
            all.partition(|(_, finding)| matches!(finding.problem, Problem::Unseen { .. }));
        seen.into_iter().chain(unseen).collect()
    }

    /// The points of the steps that passed.
    pub(crate) fn earned(&self) -> u32 {
        self.steps.iter().map(StepReport::earned).sum()
    }
}

impl StepReport {
    /// All its points, or none.
    pub(crate) fn earned(&self) -> u32 {
        if self.verdict == Verdict::Passed { self.points } else { 0 }
    }
}

impl Verdict {
    /// Its stable name in reports.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Verdict::Passed => "passed",
            Verdict::Failed => "failed",
            Verdict::Skipped => "skipped",
            Verdict::Broken => "broken",
        }
    }
}
