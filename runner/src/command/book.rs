//! `workbook book`: makes the book with mdBook, which is built in, or serves a separate mdBook as its preprocessor.

use anyhow::Context;
use mdbook_driver::MDBook;
use mdbook_preprocessor::Preprocessor;

use super::Io;
use crate::book::preprocess::Exercises;
use crate::course::Course;
use crate::exit::Exit;

pub(crate) fn build(course: &Course, io: &mut Io<'_>) -> anyhow::Result<Exit> {
    let mut book = MDBook::load(&course.root).context("failed to load the book")?;
    // It takes the place of the program of the same name that `book.toml` gives to a separate mdBook.
    book.with_preprocessor(Exercises);
    book.build()?;
    let page = book.build_dir_for("html").join("index.html");
    writeln!(
        io.out,
        "the book is in {}",
        page.strip_prefix(&course.root).unwrap_or(&page).display()
    )?;
    Ok(Exit::Passed)
}

/// Speaks mdBook's protocol: `supports RENDERER` is answered by the exit code, otherwise the book comes as JSON.
pub(crate) fn preprocess(arguments: &[String], io: &mut Io<'_>) -> anyhow::Result<Exit> {
    if arguments.first().is_some_and(|word| word == "supports") {
        return Ok(Exit::Passed);
    }
    let (context, book) = mdbook_preprocessor::parse_input(std::io::stdin().lock())
        .context("expected a book on standard input; mdBook starts this command by itself")?;
    let book = Exercises.run(&context, book)?;
    serde_json::to_writer(&mut *io.out, &book)?;
    Ok(Exit::Passed)
}
