//! `workbook dev pack`: the answers of SQL exercises, each with everything that it is graded by, to be graded elsewhere.

use workbook_core::exercise::Tree;
use workbook_core::grade::Pack;

use super::answers;
use crate::check;
use crate::command::Io;
use crate::command::course_copy;
use crate::course::Course;
use crate::course::select::select;
use crate::exit::Exit;
use crate::report::json::escape_for_json;

/// Prints a line for the learner's answer of each exercise, for the solution, and for each answer that is kept. What runs
/// programs or is graded by rules is left out.
pub(crate) fn print_packs(
    course: &Course,
    selectors: &[String],
    io: &mut Io<'_>,
) -> anyhow::Result<Exit> {
    let copy = course_copy::copy_course(course)?;
    for selected in select(course, selectors)? {
        let exercise = selected.entry.exercise().map_err(Clone::clone)?;
        if exercise.runs_programs() || exercise.has_rules() {
            continue;
        }
        print_pack(&check::pack(course, exercise, Tree::Exercises)?, io)?;
        print_pack(&check::pack(course, exercise, Tree::Solutions)?, io)?;
        for files in answers::kept_files(course, exercise)? {
            print_pack(&copy.pack(exercise, &files)?, io)?;
        }
    }
    Ok(Exit::Passed)
}

fn print_pack(pack: &Pack, io: &mut Io<'_>) -> anyhow::Result<()> {
    Ok(writeln!(io.out, "{}", escape_for_json(&serde_json::to_string(pack)?))?)
}
