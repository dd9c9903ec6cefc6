//! Records solutions, and packs answers to be graded elsewhere.

use std::sync::Arc;
use std::time::SystemTime;

use workbook_core::exercise::{Exercise, Tree};
use workbook_core::grade::{self, GradeError, Pack, RecordError};

use super::host::{SystemHost, unix_seconds};
use super::{CheckError, Options, read_snapshot, solution_beside};
use crate::answer;
use crate::course::Course;
use crate::event::{Event, Teaching};

/// Records what a solution does, as the text of its snapshot.
pub(crate) fn record(
    course: &Course,
    exercise: &Exercise,
    sink: &mut dyn FnMut(Event),
) -> Result<String, RecordError> {
    let solution = answer::read_folder(course, exercise, Tree::Solutions);
    let host = SystemHost::prepare(course, exercise, &solution, &[], Tree::Solutions, sink)
        .map_err(GradeError::from)?;
    let database = Arc::new(host.create_scratch().map_err(GradeError::from)?);
    grade::record(exercise, &solution, &host, database)
}

/// The answer of an SQL exercise with everything that it is graded by, to be graded elsewhere.
pub(crate) fn pack(course: &Course, exercise: &Exercise, tree: Tree) -> Result<Pack, CheckError> {
    let readings = course.explained().up_to(&exercise.id);
    let teaching = Teaching { readings, ..Teaching::default() };
    Ok(Pack {
        exercise: exercise.clone(),
        answer: answer::read_folder(course, exercise, tree),
        solution: solution_beside(course, exercise, Options::quick(tree)),
        starter: answer::read_starter(course, exercise),
        snapshot: read_snapshot(&course.root, exercise)?,
        sections: teaching.sections(),
        now: unix_seconds(SystemTime::now()),
    })
}
