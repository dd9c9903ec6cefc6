//! Compiles the program of an exercise, and turns what the compiler refuses into a finding.

use std::path::{Path, PathBuf};

use workbook_core::exercise::{Exercise, Tree};
use workbook_core::finding::{Finding, Problem, ProgramProblem};
use workbook_core::span::{SourceFile, Span};

use super::CheckError;
use crate::course::{self, Course};
use crate::event::Event;
use crate::program::build::{self, BuildProgress};

/// Compiles the exercise's program, unless it is compiled already.
/// A finding says what is wrong with its sources.
pub(super) fn compile(
    course: &Course,
    exercise: &Exercise,
    tree: Tree,
    sink: &mut dyn FnMut(Event),
) -> Result<Result<PathBuf, Finding>, CheckError> {
    let folder = exercise.folder(tree);
    let sources = rust_files(&course.root, &folder)
        .map_err(|source| CheckError::Read { path: folder.clone(), source })?;
    let bin = exercise.program(tree);
    let target = build::BuildTarget {
        root: &course.root,
        package: tree.name(),
        bin: &bin,
        sources: &sources,
    };
    let cache = course.memory().join("builds");
    let outcome = build::build(&target, &cache, &mut |progress| match progress {
        BuildProgress::Started => sink(Event::Building { id: exercise.id.clone() }),
        BuildProgress::News(line) => sink(Event::News(line.to_owned())),
    })?;
    match outcome {
        build::BuildOutcome::Ready(program) => Ok(Ok(program)),
        build::BuildOutcome::Rejected(errors) => {
            let more = errors.len().saturating_sub(1);
            let Some(first) = first_of_the_learner(errors, &exercise.files) else {
                let problem = ProgramProblem::NotCompiled {
                    message: String::new(),
                    rendered: String::new(),
                    more,
                };
                return Ok(Err(Finding { problem: Problem::Program(problem), span: None }));
            };
            let position = first.line.zip(first.column);
            let span = first.file.map(|file| compiler_span(&course.root, &file, position));
            let problem = ProgramProblem::NotCompiled {
                message: first.message,
                rendered: first.rendered,
                more,
            };
            Ok(Err(Finding { problem: Problem::Program(problem), span }))
        }
    }
}

/// Where the compiler found an error: at a line and column of a file.
fn compiler_span(root: &Path, file: &Path, position: Option<(usize, usize)>) -> Span {
    let text = course::read_text(&root.join(file)).unwrap_or_default();
    let source = SourceFile::new(course::shown(file), text);
    let offset = position.and_then(|(line, column)| source.offset_of(line, column));
    offset.map_or_else(|| Span::whole(&source), |offset| Span::new(&source, offset..offset))
}

/// The compiler's first error in a file of the learner; what is wrong in a given file follows from theirs.
fn first_of_the_learner(
    mut errors: Vec<build::Diagnostic>,
    files: &[String],
) -> Option<build::Diagnostic> {
    let theirs = errors.iter().position(|error| {
        error.file.as_ref().is_some_and(|path| files.iter().any(|file| path.ends_with(file)))
    });
    let index = theirs.unwrap_or(0);
    (index < errors.len()).then(|| errors.swap_remove(index))
}

fn rust_files(root: &Path, folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(root.join(folder))? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
