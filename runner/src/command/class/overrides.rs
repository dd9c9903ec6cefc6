//! Reads `overrides.csv`: points that the teacher gives in the place of those that were graded. Only the teacher writes it,
//! so that it outlives every regrade.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use super::csv_rows::{field_span, read_rows};
use super::file_place::ClassFileError;
use super::roster::Roster;
use super::settings::ClassSettings;

/// The name of the file in the folder of a class.
pub(super) const FILE: &str = "overrides.csv";

const COLUMNS: [&str; 4] = ["student", "exercise", "points", "reason"];

/// Points that count whatever was graded, with the reason for them.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct GivenPoints {
    pub(super) points: f64,
    pub(super) reason: String,
}

/// By learner and exercise.
pub(super) type Overrides = BTreeMap<(String, String), GivenPoints>;

/// Reads the file of a class; where there is none, what was graded counts. Lines of learners who left are noted.
pub(super) fn read(
    path: &Path,
    roster: &Roster,
    settings: &ClassSettings,
    notes: &mut Vec<ClassFileError>,
) -> Result<Overrides, ClassFileError> {
    match fs::read_to_string(path) {
        Ok(text) => parse(path, &text, roster, settings, notes),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Overrides::new()),
        Err(error) => Err(ClassFileError::whole(path, error)),
    }
}

fn parse(
    path: &Path,
    text: &str,
    roster: &Roster,
    settings: &ClassSettings,
    notes: &mut Vec<ClassFileError>,
) -> Result<Overrides, ClassFileError> {
    let mut rows = read_rows(path, text)?;
    let header = rows.headers().map_err(|error| ClassFileError::whole(path, error))?.clone();
    if header.iter().map(str::trim).ne(COLUMNS) {
        let message = format!("the columns are not `{}`", COLUMNS.join(","));
        return Err(ClassFileError::at(path, text, &field_span(text, &header, 0), message));
    }
    let mut overrides = Overrides::new();
    for row in rows.records() {
        let row = row.map_err(|error| ClassFileError::whole(path, error))?;
        let fail = |column: usize, message: String| {
            Err(ClassFileError::at(path, text, &field_span(text, &row, column), message))
        };
        if row.len() > COLUMNS.len() {
            let message = format!(
                "the row has more than {} fields; put a text with commas into quotes",
                COLUMNS.len()
            );
            return fail(COLUMNS.len(), message);
        }
        let [student, exercise, points, reason] =
            [0, 1, 2, 3].map(|at| row.get(at).unwrap_or_default().trim().to_owned());
        let Some(learner) = roster.find(&student) else {
            let span = field_span(text, &row, 0);
            notes.push(ClassFileError::nobody(path, text, &span, &student));
            continue;
        };
        let Some(one) = settings.exercises.iter().find(|one| one.exercise.id == exercise) else {
            return fail(1, format!("`{exercise}` is no exercise of the class"));
        };
        let most = one.exercise.points();
        let Some(points) = points.parse().ok().filter(|points: &f64| points.is_finite()) else {
            return fail(2, format!("`{points}` is no number"));
        };
        if !(0.0..=f64::from(most)).contains(&points) {
            let message = format!("`{exercise}` has {most} points; give from 0 to {most} of them");
            return fail(2, message);
        }
        let key = (roster.learners[learner].id.clone(), exercise);
        if overrides.insert(key, GivenPoints { points, reason }).is_some() {
            return fail(0, format!("there are two lines for `{student}` and this exercise"));
        }
    }
    Ok(overrides)
}
