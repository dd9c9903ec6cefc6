//! Records solutions, grades answers that are not in the course, and packs answers to be graded elsewhere.

use std::sync::Arc;
use std::time::{Instant, SystemTime};

use workbook_core::exercise::{Exercise, Tree};
use workbook_core::grade::{self, AnswerFolder, GradeError, Pack, RecordError};

use super::host::{SystemHost, unix_seconds};
use super::{CheckError, Checked, Options, conclude, grade_files, read_snapshot, solution_beside};
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

/// Grades an answer to an SQL exercise that was read from elsewhere than the course, on rows of this seed.
pub(crate) fn check_answer(
    course: &Course,
    exercise: &Exercise,
    answer: &AnswerFolder,
    seed: u64,
) -> Checked {
    let start = Instant::now();
    let options = Options { seed, ..Options::quick(Tree::Exercises) };
    let graded = grade_files(course, exercise, answer, &[], options, &mut |_| ());
    conclude(exercise, graded, Vec::new(), start)
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
