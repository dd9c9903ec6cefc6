//! The report as JUnit XML, which continuous integration shows: a suite for each chapter, a case for each exercise.

use std::io::{self, Write};

use quick_junit::{NonSuccessKind, Report as Document, TestCase, TestCaseStatus, TestSuite};

use workbook_core::grade::{ExerciseReport, LONGEST_OUTPUT, LONGEST_TEXT, Verdict, shorten};

use crate::event::{Event, Report};
use crate::terminal::is_hidden;

/// The suites seen so far, in order.
#[derive(Default)]
pub(crate) struct Junit {
    suites: Vec<TestSuite>,
}

impl Junit {
    pub(super) fn report(&mut self, event: Event, out: &mut dyn Write) -> io::Result<()> {
        match event {
            Event::Finished(report) => self.add(&report),
            Event::Done(_) => {
                let mut document = Document::new("workbook");
                document.add_test_suites(self.suites.drain(..));
                let text = document.to_string().map_err(io::Error::other)?;
                out.write_all(escape_for_xml(&text).as_bytes())?;
            }
            Event::Building { .. } | Event::News(_) | Event::Warning(_) => (),
        }
        Ok(())
    }

    fn add(&mut self, Report { exercise, elapsed, .. }: &Report) {
        let chapter = exercise.id.split('/').next().unwrap_or_default();
        if self.suites.last().is_none_or(|suite| suite.name.as_str() != chapter) {
            self.suites.push(TestSuite::new(chapter));
        }
        let mut case = TestCase::new(exercise.id.as_str(), status(exercise));
        case.set_classname(chapter).set_time(*elapsed);
        if !exercise.steps.is_empty() {
            case.add_property(("points", &*format!("{}/{}", exercise.earned(), exercise.points())));
        }
        for (index, step) in exercise.steps.iter().filter(|step| step.points > 0).enumerate() {
            let name = escape_forbidden(&format!("step {}: {}", index + 1, step.name));
            case.add_property((&*name, &*format!("{}/{}", step.earned(), step.points)));
        }
        if let Some(suite) = self.suites.last_mut() {
            suite.add_test_case(case);
        }
    }
}

/// Writes as `\u{1b}` what XML forbids; the library would leave it out, with what follows an escape code.
pub(crate) fn escape_forbidden(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' | '\t' => escaped.push(character),
            '\u{fffe}' | '\u{ffff}' => escaped.extend(character.escape_unicode()),
            _ if character.is_control() => escaped.extend(character.escape_unicode()),
            _ => escaped.push(character),
        }
    }
    escaped
}

/// Writes as `&#x202e;` what a terminal would obey or nobody could see.
fn escape_for_xml(xml: &str) -> String {
    let mut escaped = String::with_capacity(xml.len());
    for character in xml.chars() {
        if is_hidden(character) {
            escaped.push_str(&format!("&#x{:x};", u32::from(character)));
        } else {
            escaped.push(character);
        }
    }
    escaped
}

fn status(report: &ExerciseReport) -> TestCaseStatus {
    let mut status = match report.verdict {
        Verdict::Passed => return TestCaseStatus::success(),
        Verdict::Untouched => TestCaseStatus::skipped(),
        Verdict::Broken => TestCaseStatus::non_success(NonSuccessKind::Error),
        Verdict::Failed | Verdict::Skipped => TestCaseStatus::non_success(NonSuccessKind::Failure),
    };
    let error = report.error.as_deref().map(|error| shorten(error, LONGEST_OUTPUT).into_owned());
    let mut lines: Vec<String> = error.into_iter().collect();
    for (step, finding) in report.findings() {
        lines.push(format!("{}: {}", step.name, shorten(&finding.message(), LONGEST_TEXT)));
        lines.extend(finding.span.as_ref().map(|span| match span.place() {
            None => format!("  in {}", span.file()),
            Some(place) => format!("  at {}:{}", span.file(), place.line),
        }));
    }
    let is_untouched = report.verdict == Verdict::Untouched;
    let untouched = is_untouched.then(|| Verdict::Untouched.name());
    if let Some(message) = untouched.or(lines.first().map(String::as_str)) {
        status.set_message(escape_forbidden(message));
    }
    status.set_description(escape_forbidden(&lines.join("\n")));
    status
}
