//! `workbook dev exercises`: the book's page that lists every exercise, made from the exercises' own files.

use anyhow::Context;
use workbook_core::exercise::Exercise;

use crate::book::section;
use crate::command::Io;
use crate::course::{self, Chapter, Course};
use crate::exit::Exit;

/// Prints the page.
pub(crate) fn run(course: &Course, io: &mut Io<'_>) -> anyhow::Result<Exit> {
    write!(io.out, "{INTRODUCTION}")?;
    for chapter in &course.chapters {
        writeln!(io.out, "\n## {}\n\n{HEAD}", title(course, chapter)?)?;
        for entry in &chapter.entries {
            writeln!(io.out, "{}", row(chapter, entry.exercise().map_err(Clone::clone)?))?;
        }
    }
    Ok(Exit::Passed)
}

/// The first heading of the chapter's page.
fn title(course: &Course, chapter: &Chapter) -> anyhow::Result<String> {
    let page = chapter.page();
    let text = course::read_text(&course.root.join(&page))
        .with_context(|| format!("failed to read `{}`", course::shown(&page)))?;
    let title = text.lines().find_map(|line| line.strip_prefix("# "));
    Ok(title.with_context(|| format!("`{}` has no title", course::shown(&page)))?.trim().to_owned())
}

fn row(chapter: &Chapter, exercise: &Exercise) -> String {
    let id = &exercise.id;
    let goal = exercise.goal.as_ref().unwrap_or(&exercise.title).trim();
    let points: u32 = exercise.steps.iter().map(|step| step.points).sum();
    format!(
        "| [`{id}`]({}.md#{}) | {goal} | {} | {points} |",
        chapter.stem,
        section::id_of(id),
        language(exercise)
    )
}

/// What a learner writes in it.
fn language(exercise: &Exercise) -> &'static str {
    let is_rust = |name: &String| name.ends_with(".rs");
    match (exercise.files.iter().any(is_rust), exercise.files.iter().all(is_rust)) {
        (_, true) => "Rust",
        (true, false) => "both",
        (false, _) => "SQL",
    }
}

const INTRODUCTION: &str = "\
# Exercises

Every exercise of the course, in the order of the book: what is asked, and whether you write SQL, Rust or both. Those in SQL
need no compiler. The points are those of all its steps; a report says how many of them an answer has earned.
";

const HEAD: &str = "\
| exercise | goal | in | points |
|---|---|---|---|";
