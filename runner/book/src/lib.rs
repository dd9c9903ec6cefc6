//! Builds the book of a course with mdBook, which is built in, or serves a separate mdBook as its preprocessor.

use std::env;
use std::ffi::OsString;
use std::io::Write;

use anyhow::Context;
use mdbook_driver::MDBook;
use mdbook_driver::config::Config;
use mdbook_preprocessor::Preprocessor;
use workbook_authors::BookTask;
use workbook_authors::course::Course;

use crate::card::Doors;
use crate::output_folder::OutputFolder;
use crate::preprocess::CoursePreprocessor;

mod card;
mod output_folder;
mod policy;
mod preprocess;
mod workplaces;

/// Does what `workbook book` was asked for.
pub fn run(task: BookTask<'_>, out: &mut dyn Write) -> anyhow::Result<()> {
    match task {
        BookTask::Build(course) => build_book(course, out),
        BookTask::Preprocess(arguments) => preprocess_book(arguments, out),
    }
}

fn build_book(course: &Course, out: &mut dyn Write) -> anyhow::Result<()> {
    let mut book = load_book(course).context("failed to load the book")?;
    let folder = OutputFolder::inspect(&book)?;
    let page = book.build_dir_for("html").join("index.html");
    // mdBook empties the folder it builds into.
    let scratch = tempfile::Builder::new()
        .prefix("workbook-book-")
        .tempdir()
        .context("failed to make a temporary folder")?;
    book.config.build.build_dir = scratch.path().join("html");
    // It takes the place of the program of the same name that `book.toml` gives to a separate mdBook.
    let solution = workplaces::read_setting(&book.config)?;
    book.with_preprocessor(CoursePreprocessor { doors: Doors::Shown });
    book.build()?;
    workplaces::write_workplaces(course, solution, &book.build_dir_for("html"))?;
    policy::write_policies(&book.build_dir_for("html"))?;
    folder.replace(&book.config.build.build_dir)?;
    let page = page.strip_prefix(&course.root).unwrap_or(&page);
    writeln!(out, "the book is in {}", page.display())?;
    Ok(())
}

/// Loads the book. mdBook reads settings from the environment and panics where that holds bytes that are no text; then it
/// is not asked.
fn load_book(course: &Course) -> anyhow::Result<MDBook> {
    let is_text = |text: &OsString| text.to_str().is_some();
    if env::vars_os().all(|(name, value)| is_text(&name) && is_text(&value)) {
        return MDBook::load(&course.root);
    }
    MDBook::load_with_config(&course.root, Config::from_disk(course.root.join("book.toml"))?)
}

/// Speaks mdBook's protocol: `supports RENDERER` is answered by the exit code, otherwise the book comes as JSON.
fn preprocess_book(arguments: &[String], out: &mut dyn Write) -> anyhow::Result<()> {
    if arguments.first().is_some_and(|word| word == "supports") {
        return Ok(());
    }
    let (context, book) = mdbook_preprocessor::parse_input(std::io::stdin().lock())
        .context("expected a book on standard input; mdBook starts this command by itself")?;
    let book = CoursePreprocessor { doors: Doors::LeftOut }.run(&context, book)?;
    Ok(serde_json::to_writer(out, &book)?)
}
