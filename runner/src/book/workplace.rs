//! What a page needs to grade an SQL exercise where it is read, as data.

use std::fmt::Write as _;

use anyhow::Context;
use serde::Serialize;
use workbook_core::exercise::{Exercise, Tree};
use workbook_core::finding::explain;
use workbook_core::grade::AnswerFolder;

use crate::answer::{self, EditedFiles};
use crate::check;
use crate::course::{self, Course};

/// The solution in what a page gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SolutionInPage {
    /// It is there, sealed: shown after a pass, and run beside the answer.
    Sealed,
    /// It is left out: answers are compared with the recorded rows alone.
    LeftOut,
}

/// An exercise for the page: its starters as the answer, and all they are graded by.
#[derive(Debug, Serialize)]
pub struct Workplace {
    exercise: Exercise,
    answer: AnswerFolder,
    /// The rest of the pack, as JSON in a text: the numbers of a page's script do not reach as far as those of SQLite.
    rest: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    sealed: Option<String>,
}

/// An exercise as the reader's progress speaks of it.
#[derive(Debug, Serialize)]
pub struct ListedExercise {
    id: String,
    title: String,
    /// The page of the book that it is on.
    page: String,
    /// Where the learner's files are in the course.
    folder: String,
    points: u32,
    /// True where it can be done in the page.
    here: bool,
}

/// The words on one kind of finding, for a learner who asks for a hint or is told of it once more.
#[derive(Debug, Serialize)]
pub struct ExplainedKind {
    kind: &'static str,
    gently: &'static str,
    hint: &'static str,
}

/// True of an exercise that needs nothing but a database.
pub fn is_possible(exercise: &Exercise) -> bool {
    !exercise.runs_programs() && !exercise.has_rules()
}

/// Returns what the reader's progress says of an exercise.
pub fn list_exercise(exercise: &Exercise) -> ListedExercise {
    let folder = course::shown(&exercise.folder(Tree::Exercises));
    let chapter = folder.split('/').nth(1).unwrap_or_default();
    ListedExercise {
        id: exercise.id.clone(),
        title: exercise.title.clone(),
        page: format!("{chapter}.html"),
        points: exercise.points(),
        here: is_possible(exercise),
        folder,
    }
}

/// Reads what the page needs of an exercise.
///
/// # Errors
/// The exercise has no snapshot, or its solution is nothing that JSON can hold.
pub fn read_workplace(
    course: &Course,
    exercise: &Exercise,
    solution: SolutionInPage,
) -> anyhow::Result<Workplace> {
    let mut pack = check::pack(course, exercise, Tree::Exercises)
        .with_context(|| format!("failed to read what `{}` is graded by", exercise.id))?;
    let starters: EditedFiles =
        pack.starter.iter().map(|(name, bytes)| (name.clone(), Ok(bytes.clone()))).collect();
    pack.answer = answer::with_edited(course, exercise, &starters);
    let beside = pack.solution.take().filter(|_| solution == SolutionInPage::Sealed);
    let sealed = beside.map(|folder| seal(&folder, &exercise.id)).transpose()?;
    let mut rest = serde_json::to_value(&pack).context("failed to write it as JSON")?;
    if let Some(rest) = rest.as_object_mut() {
        // The page has them by itself.
        rest.retain(|name, _| !["answer", "solution", "now"].contains(&name.as_str()));
    }
    Ok(Workplace { exercise: pack.exercise, answer: pack.answer, rest: rest.to_string(), sealed })
}

/// Every kind of finding, in plainer words.
pub fn explained_kinds() -> Vec<ExplainedKind> {
    let kinds = explain::KINDS.iter();
    kinds.map(|of| ExplainedKind { kind: of.kind, gently: of.gently, hint: of.hint }).collect()
}

/// The solution such that nobody reads it by accident, as hexadecimal digits. It is no secret: the page opens it.
fn seal(solution: &AnswerFolder, id: &str) -> anyhow::Result<String> {
    let bytes = serde_json::to_vec(solution).context("failed to seal the solution")?;
    let mut sealed = String::with_capacity(bytes.len() * 2);
    for (byte, key) in bytes.iter().zip(id.bytes().cycle()) {
        _ = write!(sealed, "{:02x}", byte ^ key);
    }
    Ok(sealed)
}
