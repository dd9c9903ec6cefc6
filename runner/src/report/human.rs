//! The report a learner reads: the first thing that is wrong in full, the rest in one line each.

use std::io::{self, Write};

use workbook_core::finding::{Finding, Problem, ProgramProblem};

use super::snippet;
use crate::event::{Event, Next, Report, StepReport, Summary, Verdict};

/// How many further findings are listed.
const ALSO: usize = 5;

/// Whether a finding was shown in full already: later exercises then get one line.
#[derive(Default)]
pub(crate) struct Human {
    explained: bool,
}

impl Human {
    pub(super) fn report(&mut self, event: Event, out: &mut dyn Write) -> io::Result<()> {
        match event {
            Event::Finished(report) => self.exercise(&report, out),
            Event::Done(summary) => done(&summary, out),
            Event::Building { .. } | Event::News(_) | Event::Warning(_) => Ok(()),
        }
    }

    fn exercise(&mut self, report: &Report, out: &mut dyn Write) -> io::Result<()> {
        let Report { id, title, .. } = report;
        match report.verdict {
            Verdict::Passed if report.unchanged => {
                writeln!(out, "{GREEN}✓ {id}{GREEN:#}  {title} {DIM}(passed before, unchanged){DIM:#}")?;
            }
            Verdict::Passed => writeln!(out, "{GREEN}✓ {id}{GREEN:#}  {title}")?,
            Verdict::Broken => {
                let error = report.error.as_deref().unwrap_or_default();
                let heading = format!("{RED}! {id}{RED:#}  {title}");
                writeln!(out, "{}\n  could not be graded: {}", heading.trim_end(), error.replace('\n', "\n  "))?;
            }
            Verdict::Failed | Verdict::Skipped => {
                let mut all = report.findings().into_iter();
                let first = all.next();
                writeln!(out, "{RED}✗ {id}{RED:#}  {title}")?;
                match first {
                    Some((_, finding)) if self.explained => writeln!(out, "  {}", one_line(finding))?,
                    Some((step, finding)) => self.explain(step, finding, all.map(|(_, other)| other).collect(), out)?,
                    None => (),
                }
            }
        }
        if let Some(kept) = &report.kept {
            writeln!(out, "  kept in {}", kept.display())?;
        }
        Ok(())
    }

    /// Shows what a step found: when, what, where, and what to do next.
    fn explain(
        &mut self,
        step: &StepReport,
        finding: &Finding,
        others: Vec<&Finding>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        self.explained = true;
        writeln!(out)?;
        if let Problem::Program(ProgramProblem::NotCompiled { rendered, more, .. }) = &finding.problem {
            writeln!(out, "{}", rendered.trim_end())?;
            match more {
                0 => (),
                1 => writeln!(out, "and 1 more error")?,
                more => writeln!(out, "and {more} more errors")?,
            }
            writeln!(out, "{BOLD}next:{BOLD:#} {}", finding.problem.hint())?;
            return writeln!(out);
        }
        writeln!(out, "{}", snippet::render("not yet", finding))?;
        match &step.why {
            Some(why) => writeln!(out, "  after the step `{}` this should be true: {}", step.name, why.trim())?,
            None => writeln!(out, "  seen at the step `{}`", step.name)?,
        }
        for other in others.iter().take(ALSO) {
            writeln!(out, "  also: {}", one_line(other))?;
        }
        if others.len() > ALSO {
            writeln!(out, "  and {} more", others.len() - ALSO)?;
        }
        writeln!(out)
    }
}

fn done(summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
    let Summary { passed, failed, broken, next } = summary;
    write!(out, "{passed} passed, {failed} not yet")?;
    if *broken > 0 {
        write!(out, ", {broken} could not be graded")?;
    }
    writeln!(out)?;
    match next {
        Next::Again(id) => {
            commands("to go on", &[("show", "the task"), ("hint", "a hint"), ("check", "try again")], id, out)
        }
        Next::Start(id) => commands("next", &[("show", "the task"), ("check", "try it")], id, out),
        Next::AllPassed => writeln!(out, "every exercise has passed"),
        Next::Unsaid => Ok(()),
    }
}

/// Commands about an exercise, one a line, each with what it is for.
fn commands(title: &str, commands: &[(&str, &str)], id: &str, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{BOLD}{title}:{BOLD:#}")?;
    for (command, purpose) in commands {
        let line = format!("workbook {command} {id}");
        writeln!(out, "  {line:<44}  {purpose}")?;
    }
    Ok(())
}

/// What is wrong, on one line.
fn one_line(finding: &Finding) -> String {
    let message = finding.message();
    match &finding.place {
        Some(place) if place.line > 0 => format!("{message} ({}:{})", place.file, place.line),
        _ => message,
    }
}

const GREEN: anstyle::Style = anstyle::AnsiColor::Green.on_default().bold();
const RED: anstyle::Style = anstyle::AnsiColor::Red.on_default().bold();
const BOLD: anstyle::Style = anstyle::Style::new().bold();
const DIM: anstyle::Style = anstyle::Style::new().dimmed();
