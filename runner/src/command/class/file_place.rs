//! Places in the files of a class: `roster.csv:3:7`.

use std::fmt::Display;
use std::ops::Range;
use std::path::Path;

/// A mistake in a file of a class, with its line and column. Both count from 1; 0 means the file as a whole.
#[derive(Debug, thiserror::Error)]
#[error("{file}{}: {message}", describe_place(*line, *column))]
pub(super) struct ClassFileError {
    file: String,
    line: usize,
    column: usize,
    message: String,
}

fn describe_place(line: usize, column: usize) -> String {
    if line == 0 { String::new() } else { format!(":{line}:{column}") }
}

impl ClassFileError {
    /// A mistake in the file as a whole.
    pub(super) fn whole(path: &Path, message: impl Display) -> ClassFileError {
        let (file, message) = (path.display().to_string(), message.to_string());
        ClassFileError { file, line: 0, column: 0, message }
    }

    /// A mistake at these bytes of the file's text.
    pub(super) fn at(
        path: &Path,
        text: &str,
        span: &Range<usize>,
        message: impl Display,
    ) -> ClassFileError {
        let before = &text[..text.floor_char_boundary(span.start)];
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        let (file, message) = (path.display().to_string(), message.to_string());
        ClassFileError { file, line, column, message }
    }
}
