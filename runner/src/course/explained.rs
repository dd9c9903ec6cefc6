//! Reads `book/explained.toml`: which sections of the book explain a kind of finding.

use std::collections::BTreeMap;
use std::io;

use workbook_core::span::place_of;

use super::{Chapter, Course, shown};
use crate::book::section::{self, Section};

/// Where the table is, relative to the course.
pub(crate) const FILE: &str = "book/explained.toml";

/// The sections that explain each kind of finding, in the order of the book.
#[derive(Debug, Default)]
pub(crate) struct ExplainedSections {
    kinds: BTreeMap<String, Vec<Reading>>,
    /// Where the section of each exercise begins, by the section's id.
    tasks: BTreeMap<String, SectionPlace>,
    /// What is wrong with the table. It keeps nobody from working; `dev check` tells of it.
    pub(crate) wrong: Vec<String>,
}

/// A place in the book: the number of a chapter, and the byte of its page.
type SectionPlace = (u32, usize);

/// A section to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reading {
    place: SectionPlace,
    /// `book/ch01-why-a-database.md`
    pub(crate) page: String,
    /// `the-id`
    pub(crate) id: String,
    pub(crate) title: String,
}

impl ExplainedSections {
    /// What explains each kind to somebody who has read as far as the exercise `id`: its last section before that.
    pub(crate) fn up_to(&self, id: &str) -> BTreeMap<String, Reading> {
        let end_of_chapter = (number(id).unwrap_or_default(), usize::MAX);
        let now = self.tasks.get(&section::id_of(id)).copied().unwrap_or(end_of_chapter);
        self.kinds
            .iter()
            .filter_map(|(kind, readings)| {
                let last = readings.iter().rfind(|reading| reading.place <= now)?;
                Some((kind.clone(), last.clone()))
            })
            .collect()
    }

    /// The kinds that at least one section explains.
    #[cfg(feature = "authors")]
    pub(crate) fn kinds(&self) -> impl Iterator<Item = &str> {
        self.kinds
            .iter()
            .filter(|(_, readings)| !readings.is_empty())
            .map(|(kind, _)| kind.as_str())
    }
}

/// The number of a chapter, from its id or from that of one of its exercises: 1 for `ch1/first-table`.
fn number(id: &str) -> Option<u32> {
    id.split('/').next()?.strip_prefix("ch")?.parse().ok()
}

/// The table of a course; an empty one where there is no file.
pub(super) fn read(course: &Course) -> ExplainedSections {
    let text = match super::read_text(&course.root.join(FILE)) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return ExplainedSections::default();
        }
        Err(error) => return wrong(format!("{FILE}: cannot be read: {error}")),
    };
    match toml::from_str(&text) {
        Ok(table) => resolve(table, &pages(course)),
        Err(error) => {
            let line = error.span().map_or(1, |span| place_of(&text, span).line);
            wrong(format!("{FILE}:{line}: {}", error.message()))
        }
    }
}

fn wrong(message: String) -> ExplainedSections {
    ExplainedSections { wrong: vec![message], ..ExplainedSections::default() }
}

/// Every chapter, with the sections of its page that carry an id.
fn pages(course: &Course) -> Vec<(&Chapter, Vec<Section>)> {
    let chapters = course.chapters.iter();
    chapters
        .map(|chapter| {
            let page = super::read_text(&course.root.join(chapter.page())).unwrap_or_default();
            (chapter, section::sections(&page))
        })
        .collect()
}

fn resolve(
    table: BTreeMap<String, Vec<String>>,
    pages: &[(&Chapter, Vec<Section>)],
) -> ExplainedSections {
    let mut explained = ExplainedSections::default();
    for (chapter, sections) in pages {
        let Some(number) = number(&chapter.id) else { continue };
        let sections = sections.iter();
        explained
            .tasks
            .extend(sections.map(|section| (section.id.clone(), (number, section.heading.start))));
    }
    for (kind, links) in table {
        let mut readings: Vec<Reading> = Vec::new();
        for link in links {
            match reading(&link, pages) {
                Some(reading)
                    if readings.last().is_some_and(|last| last.place >= reading.place) =>
                {
                    explained.wrong.push(format!("{FILE}: `{kind}`: `{link}` is not behind the section named before it; name the sections in the order of the book"));
                }
                Some(reading) => readings.push(reading),
                None => explained.wrong.push(format!("{FILE}: `{kind}`: `{link}` leads nowhere")),
            }
        }
        explained.kinds.insert(kind, readings);
    }
    explained
}

/// The section that `ch01-why-a-database.md#the-id` leads to.
fn reading(link: &str, pages: &[(&Chapter, Vec<Section>)]) -> Option<Reading> {
    let (page, id) = link.split_once('#')?;
    let (chapter, sections) =
        pages.iter().find(|(chapter, _)| page.strip_suffix(".md") == Some(&chapter.stem))?;
    let section = sections.iter().find(|section| section.id == id)?;
    Some(Reading {
        place: (number(&chapter.id)?, section.heading.start),
        page: shown(&chapter.page()),
        id: id.to_owned(),
        title: section.title.clone(),
    })
}
