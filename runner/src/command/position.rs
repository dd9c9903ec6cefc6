//! `workbook` alone: how far the learner is, what comes next, and in which file.

use std::path::Path;

use workbook_core::exercise::{Exercise, Tree};

use super::leave_out::{count_left_out, find_left_out};
use super::list::write_count;
use super::{Io, progress_or_warn, standing};
use crate::course::{self, Course};
use crate::exit::Exit;
use crate::progress::{FirstMessage, Standing};
use crate::report::human::{write_all_passed, write_commands};
use crate::terminal::Paint;

const BOLD: Paint = Paint(anstyle::Style::new().bold());

pub(crate) fn tell_position(course: &Course, io: &mut Io<'_>) -> anyhow::Result<Exit> {
    let progress = progress_or_warn(course, io)?.unwrap_or_default();
    let left_out = find_left_out(course, &progress);
    let (mut passed, mut next) = (0, None);
    for entry in course.entries() {
        let is_passed = standing(course, entry, &progress) == Standing::Passed;
        passed += usize::from(is_passed);
        let is_open = !is_passed && !left_out.contains(&*entry.id);
        match entry.exercise() {
            Ok(exercise) if is_open && next.is_none() => next = Some(exercise),
            Err(error) if next.is_none() => writeln!(io.err, "warning: {error}")?,
            _ => (),
        }
    }
    write_count(passed, course, &progress, io)?;
    match next {
        Some(exercise) => tell_next(course, exercise, progress.last_message(&exercise.id), io)?,
        None if course.entries().next().is_none() => {
            writeln!(io.out, "there is no exercise to do")?;
        }
        None => write_all_passed(count_left_out(course, &progress), io.out)?,
    }
    Ok(Exit::Passed)
}

fn tell_next(
    course: &Course,
    exercise: &Exercise,
    message: Option<&FirstMessage>,
    io: &mut Io<'_>,
) -> anyhow::Result<()> {
    let Exercise { id, title, .. } = exercise;
    writeln!(io.out, "{BOLD}next:{BOLD:#} {id}  {title}")?;
    let folder = exercise.folder(Tree::Exercises);
    for name in course::edited_files(exercise, &course.root.join(&folder)) {
        let file = course::shown(&folder.join(name));
        let place = message.and_then(|message| message.place.as_ref());
        let line = place.filter(|(found, _)| *found == file).map_or(1, |(_, line)| *line);
        writeln!(io.out, "  {}:{line}", openable(course, &file)?)?;
    }
    if let Some(FirstMessage { text, .. }) = message {
        writeln!(io.out, "  last check: {text}")?;
    }
    let commands = [("show", "the task"), ("hint", "a hint"), ("check", "grade it")];
    Ok(write_commands(&commands, id, io.out)?)
}

/// A path that leads to a file of the course from the current folder.
fn openable(course: &Course, file: &str) -> anyhow::Result<String> {
    let is_here = std::env::current_dir()? == course.root;
    let path = if is_here { Path::new(file).to_owned() } else { course.root.join(file) };
    Ok(path.display().to_string())
}
