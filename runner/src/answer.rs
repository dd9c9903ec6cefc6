//! Reads a file of the learner as text, whatever it turns out to be. It never waits, and never reads more than it may.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use workbook_core::finding::{AnswerProblem, Finding, Problem};
use workbook_core::span::{SourceFile, Span};

use crate::course;

/// The largest answer that is read, in bytes.
const LIMIT: u64 = 1_000_000;

/// Reads `name` in `folder` (both relative to `root`). A byte order mark is dropped; line ends may be of either kind.
///
/// # Errors
/// Whatever keeps it from being text is a finding about the learner's file.
pub(crate) fn read(root: &Path, folder: &Path, name: &str) -> Result<SourceFile, Box<Finding>> {
    let shown = course::shown(&folder.join(name));
    let whole = |problem| {
        Box::new(Finding { problem: Problem::Answer(problem), span: Some(Span::of_path(&shown)) })
    };
    let bytes = read_bytes(&root.join(folder), name).map_err(whole)?;
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(whole(AnswerProblem::Empty));
    }
    as_text(shown, &bytes)
}

/// Reads `name` in a folder of the user's own, where a link may lead anywhere and a file may be as large as it likes.
pub(crate) fn read_own(folder: &Path, name: &str) -> Result<SourceFile, Box<Finding>> {
    let path = folder.join(name);
    let bytes = match fs::metadata(&path) {
        Ok(metadata) if metadata.is_dir() => Err("it is a folder".to_owned()),
        Ok(metadata) if !metadata.is_file() => Err("it is not a regular file".to_owned()),
        _ => fs::read(&path).map_err(|error| error.to_string()),
    };
    let unreadable = |reason| {
        let problem = Problem::Answer(AnswerProblem::Unreadable(reason));
        Box::new(Finding { problem, span: Some(Span::of_path(name)) })
    };
    as_text(name.to_owned(), &bytes.map_err(unreadable)?)
}

fn as_text(shown: String, bytes: &[u8]) -> Result<SourceFile, Box<Finding>> {
    let at = |offset: usize, problem| {
        let lossy = String::from_utf8_lossy(&bytes[..offset]);
        let end = lossy.len();
        let span = Span::new(&SourceFile::new(&*shown, lossy), end..end + 1);
        Box::new(Finding { problem: Problem::Answer(problem), span: Some(span) })
    };
    let text =
        str::from_utf8(bytes).map_err(|error| at(error.valid_up_to(), AnswerProblem::NotUtf8))?;
    if let Some(offset) = text.find('\0') {
        return Err(at(offset, AnswerProblem::NulByte));
    }
    Ok(SourceFile::new(shown, text.trim_start_matches('\u{feff}')))
}

fn read_bytes(folder: &Path, name: &str) -> Result<Vec<u8>, AnswerProblem> {
    let path = folder.join(name);
    let unreadable = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => AnswerProblem::Missing,
        _ => AnswerProblem::Unreadable(error.to_string()),
    };
    let real = fs::canonicalize(&path).map_err(unreadable)?;
    if !real.starts_with(fs::canonicalize(folder).map_err(unreadable)?) {
        return Err(AnswerProblem::LinkOutside);
    }
    let metadata = fs::metadata(&real).map_err(unreadable)?;
    if metadata.is_dir() {
        return Err(AnswerProblem::Directory);
    }
    if !metadata.is_file() {
        return Err(AnswerProblem::NotAFile);
    }
    if metadata.len() > LIMIT {
        return Err(AnswerProblem::TooLarge { limit: LIMIT });
    }
    let mut bytes = Vec::new();
    File::open(&real)
        .and_then(|file| file.take(LIMIT).read_to_end(&mut bytes))
        .map_err(unreadable)?;
    Ok(bytes)
}
