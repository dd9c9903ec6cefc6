//! `workbook show`: the task of an exercise, from the chapter's own Markdown, and after a pass its solution.

use std::ops::Range;

use anyhow::Context;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use termimad::{Alignment, MadSkin};
use workbook_core::exercise::Tree;

use super::{Io, one, progress_or_warn};
use crate::book::{diagram, section};
use crate::course::{self, Course};
use crate::exit::Exit;

/// Text is never set narrower or wider than this, in characters, whatever the terminal says.
const WIDTHS: std::ops::RangeInclusive<usize> = 40..=100;

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
    let width = termimad::terminal_size().0 as usize;
    let width = if width == 0 { 80 } else { width.clamp(*WIDTHS.start(), *WIDTHS.end()) };
    let text = for_terminal(&diagram::in_words(&page[section.body], course)?);
    let mut skin = MadSkin::default_dark();
    skin.headers[0].align = Alignment::Left;
    writeln!(
        io.out,
        "{}",
        skin.text(&format!("# {}  {}\n", exercise.id, section.title), Some(width))
    )?;
    if let Some(goal) = &exercise.goal {
        writeln!(io.out, "{}", skin.text(&format!("**Goal:** {}\n", goal.trim()), Some(width)))?;
    }
    writeln!(io.out, "{}", skin.text(text.trim(), Some(width)))?;
    Ok(Exit::Passed)
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
        let is_mark = |line: &&str| line.trim_start().starts_with("// ANCHOR");
        let text = text.lines().filter(|line| !is_mark(line)).collect::<Vec<_>>().join("\n");
        writeln!(io.out, "{}\n\n{}\n", course::shown(&path), text.trim_end())?;
    }
    if let Some(note) = &exercise.note {
        writeln!(io.out, "Why so: {}", note.trim())?;
    }
    Ok(Exit::Passed)
}

/// The Markdown as termimad wants it: links replaced by their text, since a terminal cannot follow `#the-id-column`,
/// and each paragraph on one line, since termimad wraps lines but never joins them.
fn for_terminal(markdown: &str) -> String {
    let mut edits: Vec<(Range<usize>, &str)> = Vec::new();
    let mut opened = None;
    let mut text_end = 0;
    for (event, span) in Parser::new_ext(markdown, Options::ENABLE_TABLES).into_offset_iter() {
        match event {
            Event::Start(Tag::Link { .. }) => opened = Some(span.start),
            Event::End(TagEnd::Link) => edits.push((text_end..span.end, "")),
            Event::SoftBreak => {
                let indent = markdown[span.end..].find(|c| !matches!(c, ' ' | '>')).unwrap_or(0);
                edits.push((span.start..span.end + indent, " "));
            }
            Event::Text(_) | Event::Code(_) => {
                edits.extend(opened.take().map(|start| (start..span.start, "")));
                text_end = span.end;
            }
            _ => (),
        }
    }
    let mut text = markdown.to_owned();
    for (range, replacement) in edits.into_iter().rev() {
        text.replace_range(range, replacement);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::for_terminal;

    #[test]
    fn links_become_their_text() {
        assert_eq!(
            for_terminal("See [the `id` column](#id), or <b>.\n"),
            "See the `id` column, or <b>.\n"
        );
    }

    #[test]
    fn a_paragraph_becomes_one_line() {
        assert_eq!(
            for_terminal("one\n**two**\n\n> three\n> four\n"),
            "one **two**\n\n> three four\n"
        );
        assert_eq!(
            for_terminal("- one\n  two [three\n  four](#x)\n  five\n- six\n"),
            "- one two three four five\n- six\n"
        );
    }
}
