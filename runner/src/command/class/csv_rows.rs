//! Reads the CSV files of a teacher, with the places of their fields.

use std::ops::Range;
use std::path::Path;

use csv::{Reader, ReaderBuilder, StringRecord};

use super::file_place::ClassFileError;

/// A reader of CSV that takes comments, and rows that end early. A quote that does not end would swallow all lines after
/// it.
pub(super) fn read_rows<'a>(
    path: &Path,
    text: &'a str,
) -> Result<Reader<&'a [u8]>, ClassFileError> {
    if let Some(at) = find_open_quote(text) {
        let message = "a quote begins here and does not end";
        return Err(ClassFileError::at(path, text, &(at..at + 1), message));
    }
    Ok(ReaderBuilder::new().comment(Some(b'#')).flexible(true).from_reader(text.as_bytes()))
}

/// The byte of a quote at the beginning of a field that nothing ends.
fn find_open_quote(text: &str) -> Option<usize> {
    let (mut open, mut begins_line, mut begins_field, mut is_comment) = (None, true, true, false);
    for (at, character) in text.char_indices() {
        if open.is_some() {
            // Two quotes in a row close and open again.
            open = open.filter(|_| character != '"');
            begins_field = character == '"';
            begins_line = false;
            continue;
        }
        is_comment = character != '\n' && (is_comment || (begins_line && character == '#'));
        if character == '"' && begins_field && !is_comment {
            open = Some(at);
        }
        begins_line = character == '\n';
        begins_field = begins_line || character == ',';
    }
    open
}

/// The bytes of a field of a row, quotes included.
pub(super) fn field_span(text: &str, row: &StringRecord, field: usize) -> Range<usize> {
    let start = row.position().map_or(0, |position| position.byte() as usize);
    let row = text.get(start..).unwrap_or_default();
    let (mut at, mut is_quoted, mut begin) = (0, false, 0);
    for (offset, character) in row.char_indices() {
        match character {
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted && at == field => return start + begin..start + offset,
            ',' if !is_quoted => (at, begin) = (at + 1, offset + 1),
            '\n' if !is_quoted && offset > begin => return start + begin..start + offset,
            _ => (),
        }
    }
    start + begin..start + row.len()
}
