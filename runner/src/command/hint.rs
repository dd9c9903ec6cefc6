//! `workbook hint`: one more hint each time, first one for what was found last, then the exercise's own from gentle to plain.

use workbook_core::exercise::Exercise;
use workbook_core::finding::explain;

use super::{Io, one};
use crate::course::Course;
use crate::exit::Exit;
use crate::progress::{self, Found, Hints};

pub(crate) fn run(
    course: &Course,
    selector: Option<&str>,
    io: &mut Io<'_>,
) -> anyhow::Result<Exit> {
    let exercise = one(course, selector, io)?;
    let all = exercise.hints.len();
    let shown =
        match progress::update(&course.root, |progress| progress.next_hints(&exercise.id, all)) {
            Ok(shown) => shown,
            Err(error) => {
                writeln!(io.err, "warning: {error}")?;
                progress::load(&course.root).unwrap_or_default().next_hints(&exercise.id, all)
            }
        };
    show(exercise, &shown, io)?;
    Ok(Exit::Passed)
}

fn show(exercise: &Exercise, shown: &Hints, io: &mut Io<'_>) -> std::io::Result<()> {
    let id = &exercise.id;
    let all = exercise.hints.len();
    let aimed = shown.aimed_at.as_ref().and_then(|found| aimed_at(exercise, found));
    if all == 0 && aimed.is_none() {
        return writeln!(io.out, "{id} needs no hints");
    }
    if let Some(hint) = aimed {
        writeln!(io.out, "{id} hint for what was found last: {}", hint.trim())?;
    }
    for (index, hint) in exercise.hints.iter().take(shown.own).enumerate() {
        writeln!(io.out, "{id} hint {} of {all}: {}", index + 1, hint.trim())?;
    }
    if shown.own < all {
        writeln!(io.out, "`workbook hint {id}` shows one more")?;
    }
    Ok(())
}

/// The hint for a finding: the exercise's closest one, or else the one for all findings of its kind.
fn aimed_at<'a>(exercise: &'a Exercise, found: &Found) -> Option<&'a str> {
    let of_exercise =
        found.keys().iter().find_map(|key| exercise.hint_for.get(key)).map(String::as_str);
    of_exercise.or_else(|| explain::of(&found.kind).map(|explained| explained.hint))
}
