//! Spans: bytes of the learner's files, and their lines and columns for whoever shows them.

use std::ops::Range;
use std::sync::Arc;

/// A text file: its name as reports show it, and its text. Its clones share the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    pub name: String,
    pub text: Arc<str>,
}

/// A range of bytes in a file, or the file as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    file: SourceFile,
    range: Option<Range<usize>>,
}

/// The line and column at which a span starts, counted from 1, in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place<'a> {
    pub line: usize,
    pub column: usize,
    /// The number of characters, at least one, up to the end of the line.
    pub width: usize,
    /// The text of the line.
    pub text: &'a str,
}

impl SourceFile {
    pub fn new(name: impl Into<String>, text: impl Into<Arc<str>>) -> SourceFile {
        SourceFile { name: name.into(), text: text.into() }
    }

    /// The byte offset of a line and column, counted from 1 as compilers do; None when there is no such line.
    pub fn offset_of(&self, line: usize, column: usize) -> Option<usize> {
        let before = line.checked_sub(1)?;
        let start: usize = self.text.split_inclusive('\n').take(before).map(str::len).sum();
        let line = self.text.lines().nth(before)?;
        let column = line.char_indices().nth(column.checked_sub(1)?);
        Some(start + column.map_or(line.len(), |(offset, _)| offset))
    }
}

impl Span {
    pub fn new(file: &SourceFile, range: Range<usize>) -> Span {
        Span { file: file.clone(), range: Some(range) }
    }

    /// The span of a whole file, which has no line.
    pub fn whole(file: &SourceFile) -> Span {
        Span { file: file.clone(), range: None }
    }

    /// The span of a whole file or folder whose text is not known.
    pub fn of_path(name: &str) -> Span {
        Span { file: SourceFile::new(name, ""), range: None }
    }

    /// The name of the file as reports show it.
    pub fn file(&self) -> &str {
        &self.file.name
    }

    /// The bytes of the file; None for the file as a whole.
    pub fn range(&self) -> Option<Range<usize>> {
        self.range.clone()
    }

    /// The line and column, cut at the end of the line; None for the file as a whole.
    pub fn place(&self) -> Option<Place<'_>> {
        self.range.clone().map(|range| place_of(&self.file.text, range))
    }
}

/// The line and column of a range of bytes of a text, cut at the end of the line.
pub fn place_of(text: &str, range: Range<usize>) -> Place<'_> {
    let offset = text.floor_char_boundary(range.start);
    let start = text[..offset].rfind('\n').map_or(0, |newline| newline + 1);
    let line_end = text[start..].find('\n').map_or(text.len(), |end| start + end);
    let end = text.floor_char_boundary(range.end.min(line_end)).max(offset);
    Place {
        line: text[..offset].matches('\n').count() + 1,
        column: text[start..offset].chars().count() + 1,
        width: text[offset..end].chars().count().max(1),
        text: text[start..line_end].trim_end_matches('\r'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_not_bytes() {
        let file = SourceFile::new("a.sql", "SELECT 'é', x");
        let at = "SELECT 'é', ".len();
        let span = Span::new(&file, at..at + 1);
        let place = span.place().expect("it has a line");
        assert_eq!((place.line, place.column, place.width), (1, 13, 1));
    }

    #[test]
    fn a_span_is_cut_at_the_end_of_its_line() {
        let file = SourceFile::new("a.sql", "one\r\ntwo words\r\nthree");
        let place = Place { line: 2, column: 5, width: 6, text: "two words" };
        assert_eq!(Span::new(&file, 9..20).place(), Some(place));
        assert_eq!(Span::whole(&file).place(), None);
    }

    #[test]
    fn lines_and_columns_lead_to_bytes() {
        let file = SourceFile::new("a.rs", "é\nüx");
        assert_eq!(file.offset_of(2, 2), Some(5));
        assert_eq!(file.offset_of(3, 1), None);
        assert_eq!(file.offset_of(1, 9), Some(2));
    }
}
