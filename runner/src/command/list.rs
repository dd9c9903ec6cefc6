//! `workbook list`: every exercise, how far the learner is, and which comes next.

use workbook_core::exercise::{Exercise, Tree};

use super::leave_out::{count_left_out, find_left_out};
use super::{Io, next, progress_or_warn, standing};
use crate::answer;
use crate::course::Course;
use crate::exit::Exit;
use crate::progress::{Progress, Standing};

pub(crate) fn run(course: &Course, io: &mut Io<'_>) -> anyhow::Result<Exit> {
    let progress = progress_or_warn(course, io)?.unwrap_or_default();
    let next = next(course, &progress).map(|entry| entry.id.as_str());
    let left_out = find_left_out(course, &progress);
    let width = course.entries().map(|entry| entry.id.len()).max().unwrap_or(0);
    let mut passed = 0;
    for entry in course.entries() {
        let standing = standing(course, entry, &progress);
        passed += usize::from(standing == Standing::Passed);
        let (mark, word) = match (standing, entry.exercise()) {
            (_, Err(_)) => ('!', "broken   "),
            (Standing::Passed, _) => ('✓', "passed   "),
            _ if left_out.contains(&*entry.id) => ('-', "left out "),
            (Standing::Changed, _) => ('~', "changed  "),
            (Standing::Open, Ok(exercise)) if is_untouched(course, exercise) => ('·', "untouched"),
            (Standing::Open, _) => ('·', "open     "),
        };
        let title = match entry.exercise() {
            Ok(exercise) => exercise.title.clone(),
            Err(error) => error.to_string(),
        };
        let arrow = if next == Some(entry.id.as_str()) { "  <- next" } else { "" };
        writeln!(io.out, "{mark} {word} {:width$}  {title}{arrow}", entry.id)?;
    }
    write_count(passed, course, &progress, io)?;
    Ok(Exit::Passed)
}

/// How many have passed, and how many are left out.
pub(super) fn write_count(
    passed: usize,
    course: &Course,
    progress: &Progress,
    io: &mut Io<'_>,
) -> std::io::Result<()> {
    write!(io.out, "{passed} of {} passed", course.entries().count())?;
    match count_left_out(course, progress) {
        0 => writeln!(io.out),
        left_out => writeln!(io.out, ", {left_out} left out"),
    }
}

fn is_untouched(course: &Course, exercise: &Exercise) -> bool {
    let answer = answer::read_folder(course, exercise, Tree::Exercises);
    answer.is_untouched(&answer::read_starter(course, exercise))
}
