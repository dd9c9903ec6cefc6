//! The result of grading one answer, as a line of `results.jsonl`.

use serde::{Deserialize, Serialize};
use workbook_core::exercise::Exercise;
use workbook_core::finding::{Finding, Problem};
use workbook_core::grade::{ExerciseReport, LONGEST_TEXT, Sections, StepReport, Verdict, shorten};
use workbook_core::span::Span;

use super::settings::ClassSettings;

/// The verdict of an exercise of which nothing was handed in.
pub(super) const MISSING: &str = "missing";

/// The result of an answer, whoever handed it in.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct AnswerGrade {
    pub(super) verdict: String,
    pub(super) points: u32,
    pub(super) earned: u32,
    pub(super) steps: Vec<StepGrade>,
    pub(super) findings: Vec<GradeFinding>,
    /// The reason that it could not be graded; nobody's answer is at fault.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) error: Option<String>,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct StepGrade {
    pub(super) name: String,
    pub(super) points: u32,
    pub(super) earned: u32,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct GradeFinding {
    pub(super) step: String,
    pub(super) kind: String,
    pub(super) message: String,
    pub(super) hint: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) section: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) file: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) line: Option<usize>,
    /// True where it shows only on rows that the learner has not seen.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) is_unseen: bool,
}

/// A line of `results.jsonl`: the result of one exercise of one learner.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct ResultLine {
    pub(super) learner: String,
    pub(super) exercise: String,
    /// The version of the exercise: another one as soon as anything changes that a verdict rests on.
    pub(super) version: String,
    /// The same for answers with equal content.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) answer: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) handed_in: Option<String>,
    /// The days it is late, each counted once it has begun.
    pub(super) late_days: i64,
    /// Given files that are not the course's own; they were not taken.
    pub(super) changed_given_files: Vec<String>,
    /// Files that were not handed in, so that the starter's were taken.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) starter_files: Vec<String>,
    /// The reason that nothing of the submission could be taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) refused: Option<String>,
    #[serde(flatten)]
    pub(super) grade: AnswerGrade,
}

impl AnswerGrade {
    pub(super) fn new(report: &ExerciseReport, sections: &Sections) -> AnswerGrade {
        let steps = report.steps.iter().map(|step| StepGrade {
            name: step.name.clone(),
            points: step.points,
            earned: step.earned(),
        });
        AnswerGrade {
            verdict: report.verdict.name().to_owned(),
            points: report.points(),
            // What is as it was handed out earns nothing.
            earned: if report.verdict == Verdict::Untouched { 0 } else { report.earned() },
            steps: steps.collect(),
            findings: report
                .findings()
                .into_iter()
                .map(|(step, finding)| GradeFinding::new(step, finding, sections))
                .collect(),
            error: report.error.clone(),
        }
    }

    /// The result of an exercise of which nothing was handed in.
    pub(super) fn missing(exercise: &Exercise) -> AnswerGrade {
        AnswerGrade {
            verdict: MISSING.to_owned(),
            points: exercise.points(),
            earned: 0,
            steps: Vec::new(),
            findings: Vec::new(),
            error: None,
        }
    }
}

impl GradeFinding {
    fn new(step: &StepReport, finding: &Finding, sections: &Sections) -> GradeFinding {
        let Finding { problem, span } = finding;
        let short = |text: &str| shorten(text, LONGEST_TEXT).into_owned();
        let file = span.as_ref().map(|span| span.file().to_owned());
        GradeFinding {
            step: step.name.clone(),
            kind: problem.kind().to_owned(),
            message: short(&problem.message(file.as_deref())),
            hint: short(&problem.hint()),
            section: sections.get(problem.kind()).cloned(),
            line: span.as_ref().and_then(Span::place).map(|place| place.line),
            file,
            is_unseen: matches!(problem, Problem::Unseen { .. }),
        }
    }

    /// The message as a learner may read it.
    pub(super) fn told(&self, settings: &ClassSettings) -> &str {
        if self.is_unseen && !settings.shows_rows { WITHOUT_ROWS } else { &self.message }
    }

    /// The hint as a learner may read it, empty where there is none.
    pub(super) fn told_hint(&self, settings: &ClassSettings) -> &str {
        if self.is_unseen && !settings.shows_rows { "" } else { &self.hint }
    }
}

const WITHOUT_ROWS: &str = "on the rows of the task it is right, and on other rows it does something else than the task asks for";
