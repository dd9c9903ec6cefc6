//! Writes `gradebook.csv`: a line for each learner, with what counts in the end.

use std::io::Write;

use csv::Writer;

use super::Class;
use super::marks::{LearnerMarks, format_points};
use super::roster::Learner;

/// The name of the file in the folder of a class.
pub(super) const FILE: &str = "gradebook.csv";

/// The columns before those of the exercises.
const COLUMNS: [&str; 10] = [
    "student",
    "first_name",
    "last_name",
    "email",
    "section",
    "possible",
    "earned",
    "late_days",
    "final",
    "overrides",
];

/// A gradebook that is being written.
pub(super) struct Gradebook<W: Write> {
    rows: Writer<W>,
}

impl<W: Write> Gradebook<W> {
    pub(super) fn begin(class: &Class, out: W) -> csv::Result<Gradebook<W>> {
        let mut rows = Writer::from_writer(out);
        let exercises = class.settings.exercises.iter().map(|one| one.exercise.id.as_str());
        rows.write_record(COLUMNS.into_iter().chain(exercises))?;
        Ok(Gradebook { rows })
    }

    pub(super) fn add(&mut self, learner: &Learner, marks: &LearnerMarks) -> csv::Result<()> {
        let overrides = marks.exercises.iter().flatten();
        let overrides = overrides.filter(|mark| mark.override_reason.is_some()).count();
        // Somebody of whom nothing was graded has no points, not 0.
        let is_graded = marks.exercises.iter().any(Option::is_some);
        let totals = [marks.possible(), marks.earned(), marks.counted()]
            .map(|sum| if is_graded { format_points(sum) } else { String::new() });
        let [possible, earned, counted] = totals;
        let late_days = if is_graded { marks.late_days().to_string() } else { String::new() };
        let mut row = vec![
            learner.id.clone(),
            guard_cell(&learner.first_name),
            guard_cell(&learner.last_name),
            guard_cell(&learner.email),
            guard_cell(&learner.section),
            possible,
            earned,
            late_days,
            counted,
            overrides.to_string(),
        ];
        row.extend(marks.exercises.iter().map(|mark| match mark {
            Some(mark) => format_points(mark.counted),
            None => String::new(),
        }));
        self.rows.write_record(row)
    }

    pub(super) fn finish(mut self) -> std::io::Result<()> {
        self.rows.flush()
    }
}

/// A name that a spreadsheet takes for no formula.
pub(super) fn guard_cell(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}
