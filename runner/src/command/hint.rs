//! `workbook hint`: one more hint each time, the gentle ones first.

use super::{Io, one};
use crate::course::Course;
use crate::exit::Exit;
use crate::progress;

pub(crate) fn run(course: &Course, selector: Option<&str>, io: &mut Io<'_>) -> anyhow::Result<Exit> {
    let exercise = one(course, selector, io)?;
    let all = exercise.hints.len();
    if all == 0 {
        writeln!(io.out, "{} needs no hints", exercise.id)?;
        return Ok(Exit::Passed);
    }
    let shown = match progress::update(&course.root, |progress| progress.next_hint(&exercise.id, all)) {
        Ok(shown) => shown,
        Err(error) => {
            writeln!(io.err, "warning: {error}")?;
            progress::load(&course.root).unwrap_or_default().next_hint(&exercise.id, all)
        }
    };
    for (index, hint) in exercise.hints.iter().take(shown).enumerate() {
        writeln!(io.out, "{} hint {} of {all}: {}", exercise.id, index + 1, hint.trim())?;
    }
    if shown < all {
        writeln!(io.out, "`workbook hint {}` shows one more", exercise.id)?;
    }
    Ok(Exit::Passed)
}
