//! Records what a solution does, as the text of its snapshot; and makes the tables of an answer's models.

use std::sync::Arc;

use super::unseen::SeenScripts;
use super::{Answer, AnswerFolder, Database, GradeError, Host, StepFailure};
use crate::exercise::{Exercise, Step};
use crate::finding::Finding;
use crate::snapshot;
use crate::span::Span;

/// Why a solution could not be recorded.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    #[error(transparent)]
    Grade(#[from] GradeError),
    #[error("the solution of `{id}` does not run: {message}{}", .span.as_ref().map(in_brackets).unwrap_or_default())]
    Finding { id: String, message: String, span: Option<Span> },
    #[error(
        "the step `{step}` of `{id}` fails on made-up rows: {message}\nhint: `unseen = false` keeps a step from being run on them"
    )]
    Unseen { id: String, step: String, message: String },
    #[error("the states of `{id}` hold a line that reads like a line of a snapshot")]
    Unreadable { id: String },
}

impl RecordError {
    fn of_solution(exercise: &Exercise, failure: StepFailure) -> RecordError {
        match failure {
            StepFailure::Error(error) => RecordError::Grade(error),
            StepFailure::Finding(finding) => {
                let message = finding.message();
                RecordError::Finding { id: exercise.id.clone(), message, span: finding.span }
            }
        }
    }

    fn of_unseen(exercise: &Exercise, step: &Step, failure: StepFailure) -> RecordError {
        match failure {
            StepFailure::Error(error) => RecordError::Grade(error),
            StepFailure::Finding(finding) => {
                let (id, step) = (exercise.id.clone(), step.name.clone());
                RecordError::Unseen { id, step, message: finding.message() }
            }
        }
    }
}

/// ` (answer.sql:3:1)`
fn in_brackets(span: &Span) -> String {
    match span.place() {
        None => format!(" ({})", span.file()),
        Some(place) => format!(" ({}:{}:{})", span.file(), place.line, place.column),
    }
}

/// Runs a solution on `database`, which is empty, and returns the text of its snapshot.
pub fn record(
    exercise: &Exercise,
    solution: &AnswerFolder,
    host: &dyn Host,
    database: Arc<dyn Database>,
) -> Result<String, RecordError> {
    let fail = |failure| RecordError::of_solution(exercise, failure);
    let answer = Answer::prepare(exercise, solution, host).map_err(fail)?;
    let run = answer.run_on(database);
    let mut records = Vec::new();
    let mut seen = SeenScripts::default();
    for (number, step) in (1..).zip(&exercise.steps) {
        let copy = run.copy()?;
        let mut record = run.perform(step).map_err(fail)?;
        if step.action.changes_the_database() {
            record.state = Some(run.dump().map_err(fail)?);
        }
        if let Some(copy) = copy {
            record.unseen = copy
                .record_unseen(step, number, &mut seen)
                .map_err(|failure| RecordError::of_unseen(exercise, step, failure))?;
        }
        records.push(record);
    }
    let text = snapshot::render(&records);
    match snapshot::parse(&text) {
        Ok(read) if read == records => Ok(text),
        _ => Err(RecordError::Unreadable { id: exercise.id.clone() }),
    }
}

/// Makes the tables of an answer's models in `database`; what keeps it from that is the finding.
pub fn make_models(
    exercise: &Exercise,
    answer: &AnswerFolder,
    host: &dyn Host,
    database: Arc<dyn Database>,
) -> Result<Result<(), Box<Finding>>, GradeError> {
    let made = Answer::prepare(exercise, answer, host).and_then(|answer| {
        let run = answer.run_on(database);
        run.call(super::rules::MODELS).map(drop)
    });
    match made {
        Ok(()) => Ok(Ok(())),
        Err(StepFailure::Finding(finding)) => Ok(Err(finding)),
        Err(StepFailure::Error(error)) => Err(error),
    }
}
