//! Sums up a class: for each exercise how many began and passed, and what they got wrong.

use std::collections::BTreeMap;

use super::Class;
use super::marks::LearnerMarks;
use super::result::{MISSING, ResultLine};
use super::result_file::{self, ResultIndex};

/// What a class did, in numbers that do not grow with it.
pub(super) struct ClassOverview {
    /// In the order of the book.
    pub(super) exercises: Vec<ExerciseOverview>,
    /// Learners of whom anything was graded.
    pub(super) learners: usize,
    /// Points that count, as a share of those possible, of all learners together.
    pub(super) counted: f64,
    pub(super) possible: f64,
    /// How many results are others than before the last run.
    pub(super) changed: usize,
    /// The first of these.
    pub(super) changes: Vec<ResultChange>,
}

/// A result that is another one than before the last run.
pub(super) struct ResultChange {
    /// The position of the learner in the roster.
    pub(super) learner: usize,
    pub(super) exercise: String,
    /// State and points; None where there was no result.
    pub(super) before: Option<(&'static str, u32)>,
    pub(super) now: (&'static str, u32),
}

/// The most changes that are listed.
const MOST_CHANGES: usize = 200;

/// What a class did with one exercise.
#[derive(Default)]
pub(super) struct ExerciseOverview {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) missing: usize,
    pub(super) untouched: usize,
    pub(super) tried: usize,
    pub(super) passed: usize,
    pub(super) late: usize,
    /// How often each kind was what was found first, with one of the messages and the section that explains it.
    pub(super) found: BTreeMap<String, FoundKind>,
}

/// A kind of finding that several learners were told of.
#[derive(Default)]
pub(super) struct FoundKind {
    pub(super) count: usize,
    pub(super) message: String,
    pub(super) section: Option<String>,
}

/// The state of an exercise of one learner, as a word that everybody understands.
pub(super) fn state_of(line: &ResultLine) -> &'static str {
    match line.grade.verdict.as_str() {
        MISSING => "not handed in",
        "untouched" => "untouched",
        "passed" => "passed",
        "broken" => "not graded",
        _ if line.grade.earned > 0 => "partly",
        _ => "tried",
    }
}

/// Takes a learner, by the position in the roster, with results and marks.
pub(super) type LearnerSink<'a> =
    &'a mut dyn FnMut(usize, &BTreeMap<String, ResultLine>, &LearnerMarks) -> anyhow::Result<()>;

/// Reads all results once, one learner at a time, and hands each learner on.
pub(super) fn survey_class(class: &Class, each: LearnerSink<'_>) -> anyhow::Result<ClassOverview> {
    let results = ResultIndex::open(&class.folder.join(result_file::FILE))?;
    let empty = class.settings.exercises.iter().map(|one| ExerciseOverview {
        id: one.exercise.id.clone(),
        title: one.exercise.title.clone(),
        ..ExerciseOverview::default()
    });
    let before = ResultIndex::open(&result_file::before(&class.folder))?;
    let mut overview = ClassOverview {
        exercises: empty.collect(),
        learners: 0,
        counted: 0.0,
        possible: 0.0,
        changed: 0,
        changes: Vec::new(),
    };
    for (at, learner) in class.roster.learners.iter().enumerate() {
        let lines = results.lines_of(&learner.id)?;
        let marks = LearnerMarks::new(class, &learner.id, &lines);
        if !lines.is_empty() {
            overview.learners += 1;
        }
        overview.counted += marks.counted();
        overview.possible += marks.possible();
        if !before.is_empty() {
            overview.note_changes(at, &before.lines_of(&learner.id)?, &lines);
        }
        for exercise in &mut overview.exercises {
            if let Some(line) = lines.get(&exercise.id) {
                exercise.count(line);
            }
        }
        each(at, &lines, &marks)?;
    }
    Ok(overview)
}

impl ClassOverview {
    fn note_changes(
        &mut self,
        learner: usize,
        before: &BTreeMap<String, ResultLine>,
        lines: &BTreeMap<String, ResultLine>,
    ) {
        let told = |line: &ResultLine| (state_of(line), line.grade.earned);
        for ExerciseOverview { id, .. } in &self.exercises {
            let Some(line) = lines.get(id) else { continue };
            let (before, now) = (before.get(id).map(told), told(line));
            if before == Some(now) || (before.is_none() && line.grade.verdict == MISSING) {
                continue;
            }
            self.changed += 1;
            if self.changes.len() < MOST_CHANGES {
                self.changes.push(ResultChange { learner, exercise: id.clone(), before, now });
            }
        }
    }
}

impl ExerciseOverview {
    fn count(&mut self, line: &ResultLine) {
        match state_of(line) {
            "not handed in" => self.missing += 1,
            "untouched" => self.untouched += 1,
            "passed" => self.passed += 1,
            _ => {
                self.tried += 1;
                self.count_first_finding(line);
            }
        }
        self.late += usize::from(line.late_days > 0);
    }

    fn count_first_finding(&mut self, line: &ResultLine) {
        let Some(first) = line.grade.findings.first() else { return };
        let found = self.found.entry(first.kind.clone()).or_default();
        found.count += 1;
        if found.message.is_empty() {
            found.message.clone_from(&first.message);
            found.section.clone_from(&first.section);
        }
    }

    /// The kinds that were found first, the most frequent one first.
    pub(super) fn most_found(&self) -> Vec<(&str, &FoundKind)> {
        let mut found: Vec<_> = self.found.iter().map(|(kind, found)| (&**kind, found)).collect();
        found.sort_by_key(|(_, found)| std::cmp::Reverse(found.count));
        found
    }

    pub(super) fn began(&self) -> usize {
        self.tried + self.passed
    }
}
