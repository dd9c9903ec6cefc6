//! The report as JUnit XML, which continuous integration shows: a suite for each chapter, a case for each exercise.

use std::io::{self, Write};

use quick_junit::{NonSuccessKind, Report as Document, TestCase, TestCaseStatus, TestSuite};

use workbook_core::grade::{ExerciseReport, Verdict};

use crate::event::{Event, Report};

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
                document.serialize(&mut *out).map_err(io::Error::other)?;
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
            let name = format!("step {}: {}", index + 1, step.name);
            case.add_property((&*name, &*format!("{}/{}", step.earned(), step.points)));
        }
        if let Some(suite) = self.suites.last_mut() {
            suite.add_test_case(case);
        }
    }
}

fn status(report: &ExerciseReport) -> TestCaseStatus {
    let kind = match report.verdict {
        Verdict::Passed => return TestCaseStatus::success(),
        Verdict::Broken => NonSuccessKind::Error,
        Verdict::Failed | Verdict::Skipped => NonSuccessKind::Failure,
    };
    let mut status = TestCaseStatus::non_success(kind);
    let mut lines = report.error.clone().into_iter().collect::<Vec<_>>();
    for (step, finding) in report.findings() {
        lines.push(format!("{}: {}", step.name, finding.message()));
        lines.extend(finding.span.as_ref().map(|span| match span.place() {
            None => format!("  in {}", span.file()),
            Some(place) => format!("  at {}:{}", span.file(), place.line),
        }));
    }
    if let Some(first) = lines.first() {
        status.set_message(first.as_str());
    }
    status.set_description(lines.join("\n"));
    status
}
