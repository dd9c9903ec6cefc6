//! The report as one JSON object, for programs. Its format is described in the book's page on reports.

use std::io::{self, Write};

use serde::Serialize;
use workbook_core::grade::ExerciseJson;

use crate::event::{Event, Report};
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
    untouched: usize,
}

#[derive(Serialize)]
struct JsonExercise {
    #[serde(flatten)]
    exercise: ExerciseJson,
    elapsed_ms: f64,
    unchanged: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    changed_given_files: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kept: Option<String>,
}

impl Json {
    pub(super) fn report(&mut self, event: Event, out: &mut dyn Write) -> io::Result<()> {
        match event {
            Event::Finished(report) => self.exercises.push(exercise(*report)),
            Event::Done(summary) => {
                let (passed, failed) = (summary.passed, summary.failed + summary.broken);
                let untouched = summary.untouched;
                let run = JsonRun { exercises: &self.exercises, passed, failed, untouched };
                let text = serde_json::to_string_pretty(&run)?;
                writeln!(out, "{}", escape_for_json(&text))?;
            }
            Event::Building { .. } | Event::News(_) | Event::Warning(_) => (),
        }
        Ok(())
    }
}

/// Writes an exercise as a line when it has ended, so that nothing is lost when a run ends early.
pub(super) fn report_line(event: Event, out: &mut dyn Write) -> io::Result<()> {
    if let Event::Finished(report) = event {
        let text = serde_json::to_string(&exercise(*report))?;
        writeln!(out, "{}", escape_for_json(&text))?;
        out.flush()?;
    }
    Ok(())
}

/// Escapes in JSON what a terminal would obey or nobody could see. Outside of strings JSON has none of it but line breaks.
pub(crate) fn escape_for_json(json: &str) -> String {
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
        exercise: ExerciseJson::new(&report.exercise, &report.teaching.sections()),
        elapsed_ms: (report.elapsed.as_secs_f64() * 10_000.0).round() / 10.0,
        unchanged: report.unchanged,
        changed_given_files: report.changed,
        kept: report.kept.map(|path| path.display().to_string()),
    }
}
