//! `workbook dev exercises`: the book's page that lists every exercise, made from the exercises' own files.

use anyhow::Context;
use workbook_core::exercise::Exercise;

use crate::book::section;
use crate::command::Io;
use crate::course::{self, Chapter, Course};
use crate::exit::Exit;

/// Prints the page.
pub(crate) fn print_exercises(course: &Course, io: &mut Io<'_>) -> anyhow::Result<Exit> {
    write!(io.file, "{INTRODUCTION}")?;
    for chapter in &course.chapters {
        writeln!(io.file, "\n## {}\n\n{HEAD}", chapter_title(course, chapter)?)?;
        for entry in &chapter.entries {
            writeln!(io.file, "{}", table_row(chapter, entry.exercise().map_err(Clone::clone)?))?;
        }
        writeln!(io.file, "\n</div>")?;
    }
    Ok(Exit::Passed)
}

/// The first heading of the chapter's page.
fn chapter_title(course: &Course, chapter: &Chapter) -> anyhow::Result<String> {
    let page = chapter.page();
    let text = course::read_text(&course.root.join(&page))
        .with_context(|| format!("failed to read `{}`", course::shown(&page)))?;
    let title = text.lines().find_map(|line| line.strip_prefix("# "));
    Ok(title.with_context(|| format!("`{}` has no title", course::shown(&page)))?.trim().to_owned())
}

fn table_row(chapter: &Chapter, exercise: &Exercise) -> String {
    let id = &exercise.id;
    let goal = exercise.goal.as_ref().unwrap_or(&exercise.title).trim();
    let points = exercise.points();
    format!(
        "| [`{id}`]({}.md#{}) | {goal} | {} | {points} |",
        chapter.stem,
        section::id_of(id),
        language_of(exercise)
    )
}

/// The language of the files that a learner edits.
fn language_of(exercise: &Exercise) -> &'static str {
    let rust = exercise.files.iter().filter(|name| name.ends_with(".rs")).count();
    if rust == exercise.files.len() {
        "Rust"
    } else if rust > 0 {
        "both"
    } else {
        "SQL"
    }
}

const INTRODUCTION: &str = "\
# Exercises

Every exercise of the course, in the order of the book: what is asked, and whether you write SQL, Rust or both. Those in SQL
need no compiler. The points are those of all its steps; a report says how many of them an answer has earned.
";

/// The style sheet gives the columns of such a table their widths, so that none grows when the browser has read more rows.
const HEAD: &str = "\
<div class=\"exercise-list\">

| exercise | goal | in | points |
|---|---|---|---|";
