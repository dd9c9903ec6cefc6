//! `workbook show`: the task of an exercise, from the chapter's own Markdown.

use std::fs;

use anyhow::Context;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use termimad::MadSkin;

use super::{Io, one};
use crate::book::section;
use crate::course::Course;
use crate::exit::Exit;

/// Text is never set narrower or wider than this, in characters, whatever the terminal says.
const WIDTHS: std::ops::RangeInclusive<usize> = 40..=100;

pub(crate) fn run(course: &Course, selector: Option<&str>, io: &mut Io<'_>) -> anyhow::Result<Exit> {
    let exercise = one(course, selector, io)?;
    let chapter = course.chapter_of(&exercise.id).context("an exercise belongs to a chapter")?;
    let page = fs::read_to_string(course.root.join(chapter.page()))
        .with_context(|| format!("failed to read `{}`", chapter.page().display()))?;
    let id = section::id_of(&exercise.id);
    let section = section::sections(&page).into_iter().find(|section| section.id == id);
    let section = section.with_context(|| format!("`{}` has no section `{{#{id}}}`", chapter.page().display()))?;
    let width = termimad::terminal_size().0 as usize;
    let width = if width == 0 { 80 } else { width.clamp(*WIDTHS.start(), *WIDTHS.end()) };
    let text = without_links(&page[section.body]);
    let skin = MadSkin::default_dark();
    writeln!(io.out, "{}", skin.text(&format!("# {}  {}\n", exercise.id, section.title), Some(width)))?;
    writeln!(io.out, "{}", skin.text(text.trim(), Some(width)))?;
    Ok(Exit::Passed)
}

/// The Markdown with every link replaced by its text: a terminal cannot follow `#the-id-column`.
fn without_links(markdown: &str) -> String {
    let mut text = String::new();
    let mut copied = 0;
    let mut links = 0;
    for (event, span) in Parser::new(markdown).into_offset_iter() {
        match event {
            Event::Start(Tag::Link { .. }) => {
                text.push_str(&markdown[copied..span.start]);
                copied = span.end;
                links += 1;
            }
            Event::End(TagEnd::Link) => links -= 1,
            Event::Text(_) | Event::Code(_) if links > 0 => text.push_str(&markdown[span]),
            _ => (),
        }
    }
    text.push_str(&markdown[copied..]);
    text
}

#[cfg(test)]
mod tests {
    #[test]
    fn links_become_their_text() {
        assert_eq!(super::without_links("See [the `id` column](#id), or <b>.\n"), "See the `id` column, or <b>.\n");
    }
}
