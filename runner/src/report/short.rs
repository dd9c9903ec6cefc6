//! The report for editors: each finding on one line that begins with its place.

use std::io::{self, Write};

use workbook_core::finding::Finding;
use workbook_core::grade::{LONGEST_TEXT, Verdict, shorten};

use crate::event::{Event, Report};

/// Writes what is wrong with an exercise, `file:line:column: kind: message`; nothing when it passed.
pub(super) fn report(event: Event, out: &mut dyn Write) -> io::Result<()> {
    let Event::Finished(report) = event else { return Ok(()) };
    for (_, finding) in report.exercise.findings() {
        writeln!(out, "{}", line_of(finding, &report))?;
    }
    if report.exercise.verdict == Verdict::Broken {
        let error = report.exercise.error.as_deref().unwrap_or_default();
        writeln!(out, "{}broken: {}", start_of(&report), on_one_line(error))?;
    }
    out.flush()
}

fn line_of(finding: &Finding, report: &Report) -> String {
    let place = finding.span.as_ref().map(|span| {
        let (line, column) = span.place().map_or((1, 1), |place| (place.line, place.column));
        format!("{}:{line}:{column}: ", span.file())
    });
    // An editor shows only what stands in a file.
    let place = place.unwrap_or_else(|| start_of(report));
    let message = finding.message();
    format!("{place}{}: {}", finding.problem.kind(), on_one_line(&message))
}

/// The start of the first file that the learner edits.
fn start_of(report: &Report) -> String {
    format!("{}:1:1: ", report.file)
}

fn on_one_line(text: &str) -> String {
    let line = text.lines().map(str::trim).collect::<Vec<_>>().join(" ");
    shorten(&line, LONGEST_TEXT).into_owned()
}
