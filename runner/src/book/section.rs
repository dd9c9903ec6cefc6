//! Finds the sections of a page that carry an id, so that a task has one source: the chapter's own Markdown.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// A section whose heading carries an id: `### A table {#ch1-first-table}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    pub id: String,
    /// The heading's own text.
    pub title: String,
    /// The bytes of the heading.
    pub heading: Range<usize>,
    /// The bytes after the heading, up to the next heading of this level or a higher one.
    pub body: Range<usize>,
}

/// The id a section has that is about an exercise.
pub fn id_of(exercise: &str) -> String {
    exercise.replace('/', "-")
}

/// The sections with an id, in the order of the page.
pub fn sections(page: &str) -> Vec<Section> {
    let headings = headings(page);
    let mut found = Vec::new();
    for (index, heading) in headings.iter().enumerate() {
        let Some(id) = &heading.id else { continue };
        let next = headings[index + 1..].iter().find(|other| other.level <= heading.level);
        let end = next.map_or(page.len(), |other| other.span.start);
        found.push(Section {
            id: id.clone(),
            title: heading.title.clone(),
            heading: heading.span.clone(),
            body: heading.span.end..end,
        });
    }
    found
}

struct Heading {
    level: HeadingLevel,
    id: Option<String>,
    title: String,
    span: Range<usize>,
}

fn headings(page: &str) -> Vec<Heading> {
    let mut found: Vec<Heading> = Vec::new();
    let mut inside = false;
    for (event, span) in
        Parser::new_ext(page, Options::ENABLE_HEADING_ATTRIBUTES).into_offset_iter()
    {
        match event {
            Event::Start(Tag::Heading { level, id, .. }) => {
                found.push(Heading {
                    level,
                    id: id.map(|id| id.to_string()),
                    title: String::new(),
                    span,
                });
                inside = true;
            }
            Event::End(TagEnd::Heading(_)) => inside = false,
            Event::Text(text) | Event::Code(text) if inside => {
                if let Some(heading) = found.last_mut() {
                    heading.title.push_str(&text);
                }
            }
            _ => (),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_ends_at_the_next_heading_of_its_level() {
        let page = "# Page\n## One `x` {#one}\ntext\n### Deeper\nmore\n```text\n## not a heading {#no}\n```\n## Two {#two}\n";
        let found = sections(page);
        let ids: Vec<_> =
            found.iter().map(|section| (section.id.as_str(), section.title.as_str())).collect();
        assert_eq!(ids, [("one", "One x"), ("two", "Two")]);
        assert!(page[found[0].body.clone()].ends_with("```\n"), "{found:?}");
    }
}
