//! A report as JSON, in the form that the book's page on reports describes.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;

use super::{ExerciseReport, StepReport};
use crate::finding::Finding;
use crate::span::Span;

/// The longest sentence, name or other piece of text in a report, in characters.
pub const LONGEST_TEXT: usize = 4_000;
/// The longest text of a compiler, or of what kept an exercise from being graded, in characters.
pub const LONGEST_OUTPUT: usize = 20_000;

/// The section of the book (`book/ch01-why-a-database.md#the-id`) that explains each kind of finding.
pub type Sections = BTreeMap<String, String>;

/// An exercise in a report.
#[derive(Debug, Serialize)]
pub struct ExerciseJson {
    id: String,
    title: String,
    verdict: &'static str,
    points: u32,
    earned: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    first: Option<FindingJson>,
    steps: Vec<StepJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

#[derive(Debug, Serialize)]
struct StepJson {
    name: String,
    verdict: &'static str,
    points: u32,
    earned: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    blocked_by: Option<String>,
    findings: Vec<FindingJson>,
}

#[derive(Debug, Serialize)]
struct FindingJson {
    #[serde(skip_serializing_if = "Option::is_none")]
    step: Option<String>,
    kind: &'static str,
    table: Option<String>,
    column: Option<String>,
    message: String,
    now: String,
    should: Option<String>,
    hint: String,
    section: Option<String>,
    file: Option<String>,
    line: Option<usize>,
}

impl ExerciseJson {
    /// The report of an exercise whose findings are explained in these sections.
    pub fn new(report: &ExerciseReport, sections: &Sections) -> ExerciseJson {
        ExerciseJson {
            id: report.id.clone(),
            title: report.title.clone(),
            verdict: report.verdict.name(),
            points: report.points(),
            earned: report.earned(),
            first: first_finding(report, sections),
            steps: report.steps.iter().map(|step| StepJson::new(step, sections)).collect(),
            error: report.error.as_deref().map(|error| shorten(error, LONGEST_OUTPUT).into_owned()),
        }
    }
}

/// What a learner should mend first, with the step at which it showed.
fn first_finding(report: &ExerciseReport, sections: &Sections) -> Option<FindingJson> {
    let (step, finding) = report.findings().into_iter().next()?;
    let first = FindingJson::new(finding, step, sections);
    Some(FindingJson { step: Some(step.name.clone()), ..first })
}

impl StepJson {
    fn new(step: &StepReport, sections: &Sections) -> StepJson {
        let finding = |finding| FindingJson::new(finding, step, sections);
        StepJson {
            name: step.name.clone(),
            verdict: step.verdict.name(),
            points: step.points,
            earned: step.earned(),
            blocked_by: step.blocked_by.clone(),
            findings: step.findings.iter().map(finding).collect(),
        }
    }
}

impl FindingJson {
    fn new(finding: &Finding, step: &StepReport, sections: &Sections) -> FindingJson {
        let Finding { problem, span } = finding;
        let file = span.as_ref().map(|span| span.file().to_owned());
        let wording = problem.wording(file.as_deref());
        let short = |text: &str| shorten(text, LONGEST_TEXT).into_owned();
        FindingJson {
            step: None,
            kind: problem.kind(),
            table: problem.table().map(short),
            column: problem.column().map(short),
            message: short(&problem.message(file.as_deref())),
            now: short(&wording.actual),
            should: wording.expected.as_deref().or(step.why.as_deref().map(str::trim)).map(short),
            hint: short(&problem.hint()),
            section: sections.get(problem.kind()).cloned(),
            line: span.as_ref().and_then(Span::place).map(|place| place.line),
            file,
        }
    }
}

/// Returns the text, or its beginning with the number of characters that are left out.
pub fn shorten(text: &str, most: usize) -> Cow<'_, str> {
    match text.char_indices().nth(most) {
        None => Cow::Borrowed(text),
        Some((end, _)) => {
            let rest = text[end..].chars().count();
            Cow::Owned(format!("{}… ({rest} more characters)", &text[..end]))
        }
    }
}
