//! `workbook watch` where no screen is, such as in a pipe: one report after the other, as `workbook check` writes them.

use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use super::session::WatchSession;
use super::{AfterPass, Leaving, Noticing, WatchMessage};
use crate::command::Io;
use crate::command::check::{GradedExercise, summarize};
use crate::event::Event;
use crate::report::{Detail, Format, Reporter};

/// A time that is as good as none.
const LONG: Duration = Duration::from_secs(3600);

pub(super) fn run(
    mut session: WatchSession<'_, '_>,
    noticing: Noticing,
    messages: &Receiver<WatchMessage>,
    io: &mut Io<'_>,
) -> anyhow::Result<Leaving> {
    let how = match noticing {
        Noticing::Told => "",
        Noticing::Looking => ", by looking at the files again and again",
    };
    writeln!(io.err, "grading what is saved{how}; Ctrl-C ends it")?;
    let mut told = None;
    loop {
        match messages.recv_timeout(session.patience().unwrap_or(LONG)) {
            Ok(WatchMessage::Saved(paths, writing)) => session.note_saved(&paths, writing),
            Ok(WatchMessage::Waiting(reason)) => session.note_waiting(reason),
            Ok(WatchMessage::Graded(result)) => {
                if let Some(graded) = session.take_verdict(*result) {
                    let passed = report(&session, graded, io)?;
                    if passed && session.after_pass == AfterPass::Follow {
                        session.go_to_next();
                    }
                    told = None;
                }
            }
            Ok(WatchMessage::Key(_) | WatchMessage::Resized) | Err(RecvTimeoutError::Timeout) => (),
            Ok(WatchMessage::Interrupted) | Err(RecvTimeoutError::Disconnected) => {
                return Ok(Leaving::BySignal);
            }
        }
        session.go_on();
        let waits_for = session.waits_for().map(str::to_owned);
        if let Some(reason) = waits_for.filter(|reason| told.as_ref() != Some(reason)) {
            writeln!(io.err, "{reason}")?;
            told = Some(reason);
        }
    }
}

/// Writes a report as a check of this one exercise does, and says whether it passed.
fn report(
    session: &WatchSession<'_, '_>,
    graded: GradedExercise,
    io: &mut Io<'_>,
) -> anyhow::Result<bool> {
    let GradedExercise { report, failed } = graded;
    if let Some(error) = failed {
        writeln!(io.err, "warning: {error}")?;
    }
    let summary = summarize(session.course, &report.exercise);
    let passed = summary.passed == 1;
    let mut reporter = Reporter::new(Format::Human, Detail::First);
    for event in [Event::Finished(Box::new(report)), Event::Done(summary)] {
        reporter.report(event, io.out, io.err)?;
    }
    writeln!(io.out)?;
    io.out.flush()?;
    Ok(passed)
}
