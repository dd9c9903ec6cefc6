//! The report as one JSON object, for programs. Its format is described in the book's page on reports.

use std::io::{self, Write};

use serde::Serialize;
use workbook_core::finding::Finding;
use workbook_core::span::Span;

use workbook_core::grade::StepReport;

use super::{LONG_TEXT, TEXT, shorten};
use crate::event::{Event, Report, Teaching};
use crate::terminal::is_hidden;

/// The exercises seen so far.
#[derive(Default)]
pub(crate) struct Json {
    exercises: Vec<JsonExercise>,
}

#[derive(Serialize)]
struct JsonRun<'a> {
    exercises: &'a [JsonExercise],
    passed: usize,
    failed: usize,
}

#[derive(Serialize)]
struct JsonExercise {
    id: String,
    title: String,
    verdict: &'static str,
    points: u32,
    earned: u32,
    steps: Vec<JsonStep>,
    elapsed_ms: f64,
    unchanged: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    changed_given_files: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kept: Option<String>,
}

#[derive(Serialize)]
struct JsonStep {
    name: String,
    verdict: &'static str,
    points: u32,
    earned: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    blocked_by: Option<String>,
    findings: Vec<JsonFinding>,
}

#[derive(Serialize)]
struct JsonFinding {
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

impl Json {
    pub(super) fn report(&mut self, event: Event, out: &mut dyn Write) -> io::Result<()> {
        match event {
            Event::Finished(report) => self.exercises.push(exercise(*report)),
            Event::Done(summary) => {
                let (passed, failed) = (summary.passed, summary.failed + summary.broken);
                let run = JsonRun { exercises: &self.exercises, passed, failed };
                let text = serde_json::to_string_pretty(&run)?;
                writeln!(out, "{}", escape_for_json(&text))?;
            }
            Event::Building { .. } | Event::News(_) | Event::Warning(_) => (),
        }
        Ok(())
    }
}

/// Escapes in JSON what a terminal would obey or nobody could see. Outside of strings JSON has none of it but line breaks.
fn escape_for_json(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len());
    for character in json.chars() {
        if is_hidden(character) {
            let mut units = [0; 2];
            let units = character.encode_utf16(&mut units).iter();
            escaped.extend(units.map(|unit| format!("\\u{unit:04x}")));
        } else {
            escaped.push(character);
        }
    }
    escaped
}

fn exercise(report: Report) -> JsonExercise {
    JsonExercise {
        verdict: report.exercise.verdict.name(),
        points: report.exercise.points(),
        earned: report.exercise.earned(),
        steps: report.exercise.steps.iter().map(|other| step(other, &report.teaching)).collect(),
        elapsed_ms: (report.elapsed.as_secs_f64() * 10_000.0).round() / 10.0,
        unchanged: report.unchanged,
        changed_given_files: report.changed,
        kept: report.kept.map(|path| path.display().to_string()),
        id: report.exercise.id,
        title: report.exercise.title,
        error: report.exercise.error.map(|error| shorten(&error, LONG_TEXT).into_owned()),
    }
}

fn step(step: &StepReport, teaching: &Teaching) -> JsonStep {
    let findings = step.findings.iter().map(|other| finding(other, step, teaching)).collect();
    JsonStep {
        name: step.name.clone(),
        verdict: step.verdict.name(),
        points: step.points,
        earned: step.earned(),
        blocked_by: step.blocked_by.clone(),
        findings,
    }
}

fn short(text: &str) -> String {
    shorten(text, TEXT).into_owned()
}

fn finding(finding: &Finding, step: &StepReport, teaching: &Teaching) -> JsonFinding {
    let Finding { problem, span } = finding;
    let file = span.as_ref().map(|span| span.file().to_owned());
    let wording = problem.wording(file.as_deref());
    let section = teaching.readings.get(problem.kind());
    JsonFinding {
        kind: problem.kind(),
        table: problem.table().map(short),
        column: problem.column().map(short),
        message: short(&problem.message(file.as_deref())),
        now: short(&wording.actual),
        should: wording.expected.as_deref().or(step.why.as_deref().map(str::trim)).map(short),
        hint: short(&problem.hint()),
        section: section.map(|reading| format!("{}#{}", reading.page, reading.id)),
        line: span.as_ref().and_then(Span::place).map(|place| place.line),
        file,
    }
}
