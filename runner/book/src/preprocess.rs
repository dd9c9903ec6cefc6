//! mdBook's preprocessor of the course: pictures of tables and cards of exercises in the place of what stands for them.

use anyhow::Context;
use mdbook_preprocessor::book::{Book, BookItem};
use mdbook_preprocessor::errors::Result;
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};
use workbook_authors::book::diagram;
use workbook_authors::course::{self, Course};

use crate::card::{self, Doors};

/// The preprocessor that `book.toml` names `workbook`.
pub(crate) struct CoursePreprocessor {
    pub(crate) doors: Doors,
}

impl Preprocessor for CoursePreprocessor {
    fn name(&self) -> &'static str {
        "workbook"
    }

    fn run(&self, context: &PreprocessorContext, mut book: Book) -> Result<Book> {
        let course = course::open(&context.root).context("the book's folder is a course")?;
        let mut result = Ok(());
        book.for_each_mut(|item| {
            if let (BookItem::Chapter(chapter), true) = (item, result.is_ok()) {
                match preprocess_page(&chapter.name, &chapter.content, &course, self.doors) {
                    Ok(page) => chapter.content = page,
                    Err(error) => result = Err(error),
                }
            }
        });
        result.map(|()| book)
    }
}

/// Returns a page with its pictures and its cards.
fn preprocess_page(name: &str, page: &str, course: &Course, doors: Doors) -> Result<String> {
    let page = diagram::insert_diagrams(page, course)
        .with_context(|| format!("failed to draw the tables of `{name}`"))?;
    let page = card::insert_cards(&page, course, doors)
        .with_context(|| format!("failed to make the cards of `{name}`"))?;
    Ok(match doors {
        Doors::Shown => insert_progress(page),
        Doors::LeftOut => page,
    })
}

/// Returns the page with a place for the reader's progress, if it lists the exercises: above the first list.
fn insert_progress(mut page: String) -> String {
    let list = page.find("<div class=\"exercise-list\">");
    if let Some(start) = list.and_then(|list| page[..list].rfind("\n## ")) {
        page.insert_str(start, PROGRESS);
    }
    page
}

/// The button is hidden where no script makes it work.
const PROGRESS: &str = "\n<div class=\"progress\"><button type=\"button\" class=\"progress-door\" hidden>\
    My progress</button></div>\n";
