//! `workbook show`: the task of an exercise, from the chapter's own Markdown, and after a pass its solution.

use std::ops::RangeInclusive;

use anyhow::Context;
use terminal_size::{Width, terminal_size};
use workbook_core::exercise::Tree;

use super::{Io, one, progress_or_warn};
use crate::book::{diagram, section};
use crate::course::{self, Course};
use crate::exit::Exit;

mod markdown;

use crate::terminal::Paint;

/// The style of the heading.
const HEADING: Paint = Paint(markdown::STRONG);
/// Text is never set narrower or wider than this, in characters, whatever the terminal says.
const WIDTHS: RangeInclusive<usize> = 40..=100;

pub(crate) fn run(
    course: &Course,
    selector: Option<&str>,
    io: &mut Io<'_>,
) -> anyhow::Result<Exit> {
    let exercise = one(course, selector, io)?;
    let chapter = course.chapter_of(&exercise.id).context("an exercise belongs to a chapter")?;
    let page = course::read_text(&course.root.join(chapter.page()))
        .with_context(|| format!("failed to read `{}`", chapter.page().display()))?;
    let id = section::id_of(&exercise.id);
    let section = section::sections(&page).into_iter().find(|section| section.id == id);
    let section = section
        .with_context(|| format!("`{}` has no section `{{#{id}}}`", chapter.page().display()))?;
    let task = diagram::in_words(&page[section.body], course)?;
    let goal = exercise.goal.as_ref().map(|goal| format!("**Goal:** {}\n\n", goal.trim()));
    let task = format!("{}{task}", goal.unwrap_or_default());
    writeln!(io.out, "{HEADING}{}  {}{HEADING:#}\n", exercise.id, section.title)?;
    writeln!(io.out, "{}\n", markdown::render(&task, text_width()))?;
    Ok(Exit::Passed)
}

/// Width to wrap text to: that of the terminal, or 80 columns where there is none.
fn text_width() -> usize {
    let columns = terminal_size().map_or(80, |(Width(columns), _)| usize::from(columns));
    columns.clamp(*WIDTHS.start(), *WIDTHS.end())
}

/// Prints the course's own answer and why it is so, to somebody who has found one.
pub(crate) fn solution(
    course: &Course,
    selector: Option<&str>,
    io: &mut Io<'_>,
) -> anyhow::Result<Exit> {
    let exercise = one(course, selector, io)?;
    let id = &exercise.id;
    if !progress_or_warn(course, io)?.unwrap_or_default().ever_passed(id) {
        writeln!(
            io.err,
            "error: the solution of `{id}` can be seen once your own answer has passed"
        )?;
        writeln!(
            io.err,
            "hint: `workbook check {id}` says what is missing, `workbook hint {id}` gives a hint"
        )?;
        return Ok(Exit::Failed);
    }
    if !course.has_solution(exercise) {
        writeln!(io.err, "error: this copy of the course is without the solution of `{id}`")?;
        writeln!(io.err, "hint: whoever gave you the course can show it to you")?;
        return Ok(Exit::Failed);
    }
    for file in &course::edited_files(exercise, &course.root.join(exercise.folder(Tree::Solutions)))
    {
        let path = exercise.folder(Tree::Solutions).join(file);
        let text = course::read_text(&course.root.join(&path))
            .with_context(|| format!("failed to read `{}`", path.display()))?;
        // A page of the book may show parts of it.
        let lines = text.lines().filter(|line| !line.trim_start().starts_with("// ANCHOR"));
        let text = lines.collect::<Vec<_>>().join("\n");
        writeln!(io.out, "{}\n\n{}\n", course::shown(&path), text.trim_end())?;
    }
    if let Some(note) = &exercise.note {
        writeln!(io.out, "Why so: {}", note.trim())?;
    }
    Ok(Exit::Passed)
}
