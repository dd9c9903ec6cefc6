//! The files of an answer, as bytes: each is read once, by whoever knows where they are.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::finding::{AnswerProblem, Finding, Problem};
use crate::migration::{self, MigrationError, Script};
use crate::span::{SourceFile, Span};

/// The folder of an answer.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AnswerFolder {
    /// Its name as reports show it: `exercises/ch01-why-a-database/first-table`.
    pub name: String,
    /// The files that the learner edits, in the order of the exercise.
    pub edited: Vec<String>,
    /// The scripts in `migrations`, sorted, or why that cannot be read.
    pub scripts: Result<Vec<String>, AnswerProblem>,
    /// Every file that a step may need, by its name in the folder, or why it cannot be read.
    pub files: BTreeMap<String, Result<Vec<u8>, AnswerProblem>>,
}

/// The files that a learner edits as the course hands them out, by their names.
pub type StarterFiles = BTreeMap<String, Vec<u8>>;

/// The name of the folder with the scripts.
pub const SCRIPTS: &str = "migrations";

impl AnswerFolder {
    /// A file as text. A byte order mark is dropped; line ends may be of either kind.
    ///
    /// # Errors
    /// Whatever keeps it from being text is a finding about the file.
    pub(crate) fn read(&self, name: &str) -> Result<SourceFile, Box<Finding>> {
        let shown = format!("{}/{name}", self.name);
        let bytes = match self.files.get(name) {
            Some(Ok(bytes)) => bytes,
            Some(Err(problem)) => return Err(about_file(&shown, problem.clone())),
            None => return Err(about_file(&shown, AnswerProblem::Missing)),
        };
        if bytes.iter().all(u8::is_ascii_whitespace) {
            return Err(about_file(&shown, AnswerProblem::Empty));
        }
        source_file(shown, bytes)
    }

    /// Whether every file that the learner edits is text.
    pub fn is_readable(&self) -> bool {
        self.edited.iter().all(|name| self.read(name).is_ok())
    }

    /// Tells whether it holds the starter's files as they were, and no others that a learner edits. Line ends and a byte
    /// order mark are an editor's, or git's.
    pub fn is_untouched(&self, starter: &StarterFiles) -> bool {
        let is_as_it_was = |name: &String| match (self.files.get(name), starter.get(name)) {
            (Some(Ok(now)), Some(before)) => now == before || plain_text(now) == plain_text(before),
            _ => false,
        };
        self.edited.len() == starter.len() && self.edited.iter().all(is_as_it_was)
    }

    /// Every script, in order.
    ///
    /// # Errors
    /// The first script that cannot be read, or that has a number another one has.
    pub fn read_scripts(&self) -> Result<Vec<Script>, Box<Finding>> {
        let names = match &self.scripts {
            Ok(names) => names,
            Err(problem) => {
                return Err(about_file(&format!("{}/{SCRIPTS}", self.name), problem.clone()));
            }
        };
        let boxed = |error: MigrationError| Box::new(Finding::from(error));
        let mut scripts = Vec::new();
        for name in names {
            let source = self.read(&format!("{SCRIPTS}/{name}"))?;
            scripts.push(migration::parse(name, &source).map_err(boxed)?);
        }
        migration::in_order(scripts).map_err(boxed)
    }
}

fn plain_text(bytes: &[u8]) -> Vec<u8> {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let is_kept = |at: usize| text[at] != b'\r' || text.get(at + 1) != Some(&b'\n');
    (0..text.len()).filter(|at| is_kept(*at)).map(|at| text[at]).collect()
}

fn about_file(shown: &str, problem: AnswerProblem) -> Box<Finding> {
    Box::new(Finding { problem: Problem::Answer(problem), span: Some(Span::of_path(shown)) })
}

/// The text of a file that is named `shown` in reports.
///
/// # Errors
/// Bytes that are not UTF-8, a zero byte, an unfinished merge or a macro for other files, with their place; lines that end
/// with no line feed.
pub fn source_file(shown: String, bytes: &[u8]) -> Result<SourceFile, Box<Finding>> {
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
    if let Some(offset) = find_merge_mark(text) {
        return Err(at(offset, AnswerProblem::UnfinishedMerge));
    }
    if !text.contains('\n') && text.trim_end().contains('\r') {
        return Err(about_file(&shown, AnswerProblem::CarriageReturns));
    }
    let file = SourceFile::new(shown, text.trim_start_matches('\u{feff}'));
    match find_shared_macro(&file) {
        Some(range) => {
            let problem = Problem::Answer(AnswerProblem::SharedMacro);
            Err(Box::new(Finding { problem, span: Some(Span::new(&file, range)) }))
        }
        None => Ok(file),
    }
}

/// The attribute in a Rust file that carries its macros into other files: in a given one they could stand in for `println!`.
fn find_shared_macro(file: &SourceFile) -> Option<Range<usize>> {
    if !file.name.ends_with(".rs") {
        return None;
    }
    ["macro_export", "macro_use"]
        .into_iter()
        .find_map(|word| file.text.find(word).map(|start| start..start + word.len()))
}

/// Byte at which the first side of an unfinished merge begins.
fn find_merge_mark(text: &str) -> Option<usize> {
    let start_of = |mark: &str| {
        let starts = text.match_indices(mark).map(|(start, _)| start);
        starts.into_iter().find(|start| *start == 0 || text[..*start].ends_with('\n'))
    };
    let first = start_of("<<<<<<< ")?;
    (start_of(">>>>>>> ")? > first).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_macro_for_the_given_files_is_named() {
        let text = "pub fn all() {}\n#[macro_export]\nmacro_rules! println { () => {} }\n";
        let found =
            source_file("a/play.rs".to_owned(), text.as_bytes()).expect_err("it is refused");
        assert!(matches!(found.problem, Problem::Answer(AnswerProblem::SharedMacro)));
        let place = found.span.as_ref().and_then(Span::place).expect("it has a line");
        assert_eq!((place.line, place.column, place.width), (2, 3, 12));
        let own = "macro_rules! twice { ($x:expr) => { 2 * $x } }";
        assert!(source_file("a/play.rs".to_owned(), own.as_bytes()).is_ok());
        assert!(source_file("a/macro_use.sql".to_owned(), b"-- macro_use").is_ok());
    }
}
