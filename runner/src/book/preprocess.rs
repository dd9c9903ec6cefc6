//! The preprocessor: adds to each exercise's section what its own files say, so that nothing is told twice.

use std::fmt::Write as _;

use anyhow::Context;
use mdbook_preprocessor::book::{Book, BookItem};
use mdbook_preprocessor::errors::Result;
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};

use super::{diagram, section};
use crate::course::{self, Course, Exercise, Tree};

/// mdBook's name for it is `workbook`.
pub(crate) struct Exercises;

impl Preprocessor for Exercises {
    fn name(&self) -> &'static str {
        "workbook"
    }

    fn run(&self, context: &PreprocessorContext, mut book: Book) -> Result<Book> {
        let course = course::open(&context.root).context("the book's folder is a course")?;
        let mut drawn = Ok(());
        book.for_each_mut(|item| {
            if let (BookItem::Chapter(chapter), true) = (item, drawn.is_ok()) {
                match diagram::with_diagrams(&chapter.content, &course) {
                    Ok(page) => chapter.content = with_cards(&page, &course),
                    Err(error) => {
                        drawn = Err(error.context(format!("failed to draw the tables of `{}`", chapter.name)))
                    }
                }
            }
        });
        drawn.map(|()| book)
    }
}

/// The page with a card at the end of each exercise's section.
fn with_cards(page: &str, course: &Course) -> String {
    let mut text = page.to_owned();
    for section in section::sections(page).into_iter().rev() {
        let exercise = course.entries().find(|entry| section::id_of(&entry.id) == section.id);
        if let Some(Ok(exercise)) = exercise.map(|entry| entry.exercise()) {
            text.insert_str(section.body.end, &card(exercise, &page[section.body.clone()]));
        }
    }
    text
}

/// The files the task does not name, and the hints, each behind a fold of its own.
fn card(exercise: &Exercise, task: &str) -> String {
    let mut card = String::from("\n<div class=\"exercise-card\">\n\n");
    let folder = exercise.folder(Tree::Exercises);
    let files = exercise.files.iter().map(|file| course::shown(&folder.join(file)));
    for file in files.filter(|file| !task.contains(file.as_str())) {
        _ = writeln!(card, "Edit `{file}`.\n");
    }
    card.push_str("Stuck? Open one hint, try again, and only then open the next.\n\n");
    for (index, hint) in exercise.hints.iter().enumerate() {
        let number = index + 1;
        _ = writeln!(card, "<details><summary>Hint {number}</summary>\n\n{}\n\n</details>\n", hint.trim());
    }
    card.push_str("</div>\n\n");
    card
}
