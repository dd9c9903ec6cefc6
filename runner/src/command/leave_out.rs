//! `workbook start` and `workbook skip`: leave exercises out, so that others are the next ones.

use std::collections::BTreeSet;

use anyhow::Context;

use super::{Io, next, progress_or_warn, standing};
use crate::course::Course;
use crate::course::select::select;
use crate::exit::Exit;
use crate::progress::{self, Progress, Standing};

/// The wish about an exercise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Skip {
    LeaveOut,
    TakeIn,
}

/// Leaves out everything before an exercise or a chapter.
pub(crate) fn start_at(course: &Course, selector: &str, io: &mut Io<'_>) -> anyhow::Result<Exit> {
    let selected = select(course, &[selector.to_owned()])?;
    let first = &selected.first().context("the course has no exercises")?.entry.id;
    let is_first = course.entries().next().is_some_and(|entry| entry.id == *first);
    let progress = progress::update(&course.root, |progress| {
        progress.set_start((!is_first).then(|| first.clone()));
        progress.clone()
    })?;
    writeln!(io.out, "you begin with {first}")?;
    let before = course.entries().take_while(|entry| entry.id != *first);
    let open = before.filter(|entry| standing(course, entry, &progress) != Standing::Passed);
    match (open.count(), course.entries().next()) {
        (0, _) | (_, None) => (),
        (1, Some(all)) => writeln!(
            io.out,
            "1 exercise before it is left out; `workbook start {}` begins with the first again",
            all.id
        )?,
        (count, Some(all)) => writeln!(
            io.out,
            "{count} exercises before it are left out; `workbook start {}` begins with the first again",
            all.id
        )?,
    }
    let skipped = course.entries().filter(|entry| progress.is_skipped(&entry.id)).count();
    if skipped > 0 {
        let are = if skipped == 1 { "is" } else { "are" };
        let cure = "`workbook skip --undo` takes one in again";
        writeln!(io.out, "{skipped} of the course {are} skipped; {cure}")?;
    }
    Ok(Exit::Passed)
}

/// Leaves exercises out, by default the next one, or takes them in again.
pub(crate) fn skip(
    course: &Course,
    selector: Option<&str>,
    wish: Skip,
    io: &mut Io<'_>,
) -> anyhow::Result<Exit> {
    let progress = progress_or_warn(course, io)?.unwrap_or_default();
    let entries = match selector {
        Some(selector) => {
            select(course, &[selector.to_owned()])?.into_iter().map(|one| one.entry).collect()
        }
        None => vec![next(course, &progress).context("there is no next exercise to leave out")?],
    };
    let progress = progress::update(&course.root, |progress| {
        for entry in &entries {
            progress.set_skipped(&entry.id, wish == Skip::LeaveOut);
        }
        progress.clone()
    })?;
    let left_out = find_left_out(course, &progress);
    for entry in &entries {
        let id = &entry.id;
        match wish {
            Skip::LeaveOut if standing(course, entry, &progress) == Standing::Passed => {
                writeln!(io.out, "{id} has passed; it would be left out if it no longer did")?;
            }
            Skip::LeaveOut => {
                writeln!(
                    io.out,
                    "{id} is left out; `workbook skip --undo {id}` takes it in again"
                )?;
            }
            Skip::TakeIn if left_out.contains(&**id) => writeln!(
                io.out,
                "{id} comes before the exercise you begin with; `workbook start {id}` begins here"
            )?,
            Skip::TakeIn => writeln!(io.out, "{id} is taken in")?,
        }
    }
    if let Some(next) = next(course, &progress) {
        writeln!(io.out, "next: {}", next.id)?;
    }
    Ok(Exit::Passed)
}

/// The exercises that are left out: those before the one to begin with, and those that are skipped.
pub(super) fn find_left_out<'a>(course: &'a Course, progress: &Progress) -> BTreeSet<&'a str> {
    let ids: Vec<&str> = course.entries().map(|entry| entry.id.as_str()).collect();
    // An exercise that is no longer there begins nothing.
    let before = ids.iter().position(|id| progress.start() == Some(*id)).unwrap_or(0);
    let skipped = ids.iter().filter(|id| progress.is_skipped(id));
    ids.iter().take(before).chain(skipped).copied().collect()
}

/// The number of exercises that are left out and have not passed.
pub(super) fn count_left_out(course: &Course, progress: &Progress) -> usize {
    let left_out = find_left_out(course, progress);
    let entries = course.entries().filter(|entry| left_out.contains(&*entry.id));
    entries.filter(|entry| standing(course, entry, progress) != Standing::Passed).count()
}
