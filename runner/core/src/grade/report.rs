//! The result of grading an exercise, as data.

use super::Assignment;
use crate::exercise::{Exercise, Step};
use crate::finding::{Finding, Problem};

/// The result of one exercise.
#[derive(Debug)]
pub struct ExerciseReport {
    pub id: String,
    pub title: String,
    pub verdict: Verdict,
    pub steps: Vec<StepReport>,
    /// The reason that it could not be graded, when it is broken.
    pub error: Option<String>,
}

/// The result of one step.
#[derive(Debug)]
pub struct StepReport {
    pub name: String,
    pub verdict: Verdict,
    pub findings: Vec<Finding>,
    /// The state after the step as it should be, in the author's words.
    pub why: Option<String>,
    /// The points that it counts when it passes.
    pub points: u32,
    /// The step that failed and without which this one cannot be run.
    pub blocked_by: Option<String>,
}

/// The ending of an exercise or a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Passed,
    Failed,
    /// The answer is still the starter, and that does not pass. No step has it.
    Untouched,
    /// Not run, because one before it failed, and this one needs what that should have done.
    Skipped,
    /// Could not be graded: the course or the machine is at fault, not the answer.
    Broken,
}

impl ExerciseReport {
    /// A report of an exercise of which no step was run.
    pub fn new(exercise: &Exercise) -> ExerciseReport {
        ExerciseReport {
            id: exercise.id.clone(),
            title: exercise.title.clone(),
            verdict: Verdict::Passed,
            steps: Vec::new(),
            error: None,
        }
    }

    /// The points of all its steps.
    pub fn points(&self) -> u32 {
        self.steps.iter().map(|step| step.points).sum()
    }

    /// The points of the steps that passed.
    pub fn earned(&self) -> u32 {
        self.steps.iter().map(StepReport::earned).sum()
    }

    /// Everything that is wrong, with its step: what shows on the rows of the task comes before what shows only on others.
    pub fn findings(&self) -> Vec<(&StepReport, &Finding)> {
        let all = self
            .steps
            .iter()
            .flat_map(|step| step.findings.iter().map(move |finding| (step, finding)));
        let (unseen, seen): (Vec<_>, Vec<_>) =
            all.partition(|(_, finding)| matches!(finding.problem, Problem::Unseen { .. }));
        seen.into_iter().chain(unseen).collect()
    }

    pub(super) fn take_steps(&mut self, steps: Vec<StepReport>) {
        self.steps = steps;
        if self.steps.iter().any(|step| step.verdict == Verdict::Failed) {
            self.verdict = Verdict::Failed;
        }
    }

    /// Tells an answer that fails because nobody has begun it from one that is wrong.
    pub(super) fn note_untouched(&mut self, assignment: &Assignment<'_>) {
        let is_untouched = assignment.answer.is_untouched(assignment.starter);
        if self.verdict == Verdict::Failed && is_untouched {
            self.verdict = Verdict::Untouched;
        }
    }

    /// Notes what is wrong before any step can be run: all of them need it.
    pub(super) fn fail_before_steps(&mut self, finding: Finding, steps: &[Step]) {
        self.verdict = Verdict::Failed;
        let is_program = matches!(finding.problem, Problem::Program(_));
        let name = if is_program { "compile" } else { "files" };
        self.steps = vec![StepReport {
            name: name.to_owned(),
            verdict: Verdict::Failed,
            findings: vec![finding],
            why: None,
            points: 0,
            blocked_by: None,
        }];
        self.steps.extend(steps.iter().map(|step| StepReport::blocked(step, name)));
    }
}

impl StepReport {
    pub(super) fn new(step: &Step, verdict: Verdict, findings: Vec<Finding>) -> StepReport {
        let Step { name, why, points, .. } = step.clone();
        StepReport { name, verdict, findings, why, points, blocked_by: None }
    }

    /// A step that cannot be run, because of the one called `since`.
    pub(super) fn blocked(step: &Step, since: &str) -> StepReport {
        let blocked_by = Some(since.to_owned());
        StepReport { blocked_by, ..StepReport::new(step, Verdict::Skipped, Vec::new()) }
    }

    /// All its points, or none.
    pub fn earned(&self) -> u32 {
        if self.verdict == Verdict::Passed { self.points } else { 0 }
    }
}

impl Verdict {
    /// Its stable name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Passed => "passed",
            Verdict::Failed => "failed",
            Verdict::Untouched => "untouched",
            Verdict::Skipped => "skipped",
            Verdict::Broken => "broken",
        }
    }
}
