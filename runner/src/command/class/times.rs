//! Reads `times.csv`: when each learner handed in, all at once or an exercise or chapter at a time.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::Context;
use jiff::Timestamp;

use super::csv_rows::{field_span, read_rows};
use super::file_place::ClassFileError;
use super::roster::Roster;
use crate::course::Course;
use crate::course::select::select;

/// The name of the file in the folder of a class.
pub(super) const FILE: &str = "times.csv";

/// The moments at which learners handed in, by their positions in the roster.
#[derive(Default)]
pub(super) struct Times {
    learners: BTreeMap<usize, LearnerTimes>,
}

#[derive(Default)]
struct LearnerTimes {
    whole: Option<Timestamp>,
    /// By exercise; these take the place of the one for all.
    exercises: BTreeMap<String, Timestamp>,
}

impl Times {
    /// The moment at which a learner handed in an exercise.
    pub(super) fn find(&self, learner: usize, exercise: &str) -> Option<Timestamp> {
        let times = self.learners.get(&learner)?;
        times.exercises.get(exercise).copied().or(times.whole)
    }
}

/// Reads the file. Lines of learners who left are noted.
pub(super) fn read(
    path: &Path,
    course: &Course,
    roster: &Roster,
    notes: &mut Vec<ClassFileError>,
) -> anyhow::Result<Times> {
    let text =
        fs::read_to_string(path).with_context(|| format!("failed to read `{}`", path.display()))?;
    let mut rows = read_rows(path, &text)?;
    let header = rows.headers().with_context(|| path.display().to_string())?.clone();
    let column = |name: &str| header.iter().position(|column| column.trim() == name);
    let required = |name: &str| {
        let message = format!("there is no column `{name}`");
        column(name).ok_or_else(|| ClassFileError::at(path, &text, &(0..0), message))
    };
    let (student, handed_in, only) =
        (required("student")?, required("handed_in")?, column("exercise"));
    let mut times = Times::default();
    for row in rows.records() {
        let row = row.with_context(|| path.display().to_string())?;
        let field = |at: usize| row.get(at).unwrap_or_default().trim();
        let fail = |at: usize, message: String| {
            ClassFileError::at(path, &text, &field_span(&text, &row, at), message)
        };
        let Some(learner) = roster.find(field(student)) else {
            let span = field_span(&text, &row, student);
            notes.push(ClassFileError::nobody(path, &text, &span, field(student)));
            continue;
        };
        let moment = field(handed_in);
        let moment: Timestamp = moment.parse().map_err(|_| {
            fail(
                handed_in,
                format!(
                    "`{moment}` is no moment with its offset from UTC, such as `2026-11-02T23:59:00+01:00`"
                ),
            )
        })?;
        let known = times.learners.entry(learner).or_default();
        let is_twice = match only.map(|at| (at, field(at))).filter(|(_, word)| !word.is_empty()) {
            None => known.whole.replace(moment).is_some(),
            Some((at, word)) => {
                let selected = select(course, &[word.to_owned()])
                    .map_err(|error| fail(at, error.to_string().replace('\n', "; ")))?;
                let ids = selected.iter().map(|one| one.entry.id.clone());
                ids.filter(|id| known.exercises.insert(id.clone(), moment).is_some()).count() > 0
            }
        };
        if is_twice {
            let message = format!("a line before gives `{}` a time already", field(student));
            return Err(fail(student, message).into());
        }
    }
    Ok(times)
}
