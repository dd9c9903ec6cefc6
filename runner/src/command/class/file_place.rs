//! Places in the files of a class: `roster.csv:3:7`.

use std::fmt::Display;
use std::ops::Range;
use std::path::Path;

use workbook_core::span::{SourceFile, Span};

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
        let span = Span::new(&SourceFile::new(path.to_string_lossy(), text), span.clone());
        let (line, column) = span.place().map_or((0, 0), |place| (place.line, place.column));
        ClassFileError { line, column, ..ClassFileError::whole(path, message) }
    }
    /// A line about a learner who is not in the roster any more; the others count.
    pub(super) fn nobody(
        path: &Path,
        text: &str,
        span: &Range<usize>,
        learner: &str,
    ) -> ClassFileError {
        let message =
            format!("there is no learner `{learner}` in the roster, so this line does not count");
        ClassFileError::at(path, text, span, message)
    }
}
