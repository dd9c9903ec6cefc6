//! The report a learner reads: the first thing that is wrong in full, the rest in one line each; or all of it, step by step.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use workbook_core::finding::{Finding, Problem, ProgramProblem};
use workbook_core::grade::{
    ExerciseReport, LONGEST_OUTPUT, LONGEST_TEXT, MOST_FINDINGS, StepReport, Verdict, shorten,
};

use super::Detail;
use super::snippet::{self, BOLD};
use crate::event::{Event, Next, Report, Summary, Teaching};
use crate::terminal::Paint;

/// How many further findings are listed.
const ALSO: usize = 5;

/// A report that is being written.
pub(crate) struct Human {
    detail: Detail,
    /// Whether a finding was shown in full already: later exercises then get one line.
    explained: bool,
}

impl Human {
    pub(super) fn new(detail: Detail) -> Human {
        Human { detail, explained: false }
    }

    pub(super) fn report(&mut self, event: Event, out: &mut dyn Write) -> io::Result<()> {
        match event {
            Event::Finished(report) => self.exercise(&report, out),
            Event::Done(summary) => done(&summary, out),
            Event::Building { .. } | Event::News(_) | Event::Warning(_) => Ok(()),
        }
    }

    fn exercise(&mut self, report: &Report, out: &mut dyn Write) -> io::Result<()> {
        let ExerciseReport { id, title, verdict, .. } = &report.exercise;
        let points = points(report.exercise.earned(), report.exercise.points());
        match (*verdict, self.detail) {
            (Verdict::Passed, _) if report.unchanged => {
                writeln!(
                    out,
                    "{GREEN}✓ {id}{GREEN:#}  {title} {DIM}(passed before, unchanged){DIM:#}"
                )?;
            }
            (Verdict::Passed, Detail::First) => {
                writeln!(out, "{GREEN}✓ {id}{GREEN:#}  {title}")?;
                praise(report, out)?;
            }
            (Verdict::Passed, Detail::EveryStep) => {
                writeln!(out, "{GREEN}✓ {id}{GREEN:#}  {title}{points}")?;
                steps(report, out)?;
                praise(report, out)?;
            }
            (Verdict::Broken, _) => {
                let error = report.exercise.error.as_deref().unwrap_or_default();
                let error = shorten(error, LONGEST_OUTPUT);
                let heading = format!("{RED}! {id}{RED:#}  {title}");
                writeln!(
                    out,
                    "{}\n  could not be graded: {}",
                    heading.trim_end(),
                    error.replace('\n', "\n  ")
                )?;
            }
            (Verdict::Untouched, Detail::First) => {
                writeln!(out, "· {id}  {title} {DIM}(untouched){DIM:#}")?;
                self.first(report, out)?;
            }
            (Verdict::Untouched, Detail::EveryStep) => {
                writeln!(out, "· {id}  {title}{points} {DIM}(untouched){DIM:#}")?;
                steps(report, out)?;
            }
            (Verdict::Failed | Verdict::Skipped, Detail::First) => {
                writeln!(out, "{RED}✗ {id}{RED:#}  {title}")?;
                self.first(report, out)?;
            }
            (Verdict::Failed | Verdict::Skipped, Detail::EveryStep) => {
                writeln!(out, "{RED}✗ {id}{RED:#}  {title}{points}")?;
                steps(report, out)?;
            }
        }
        for file in &report.changed {
            writeln!(
                out,
                "  `{file}` is given, and yours is not as it was: the course's own is used"
            )?;
        }
        if let Some(kept) = &report.kept {
            writeln!(out, "  kept in {}", kept.display())?;
        }
        Ok(())
    }

    /// Shows the first thing that is wrong in full, or on one line when that was done for an exercise before.
    fn first(&mut self, report: &Report, out: &mut dyn Write) -> io::Result<()> {
        let mut all = report.exercise.findings().into_iter();
        let Some((step, finding)) = all.next() else { return Ok(()) };
        if self.explained {
            return writeln!(out, "  {}", one_line(finding));
        }
        self.explained = true;
        writeln!(out)?;
        in_full(finding, &report.teaching, out)?;
        if !is_compile_error(finding) {
            seen_at(step, out)?;
        }
        gently(&report.teaching, out)?;
        let others: Vec<&Finding> = all.map(|(_, other)| other).collect();
        for other in others.iter().take(ALSO) {
            writeln!(out, "  also: {}", one_line(other))?;
        }
        let is_cut = report.exercise.steps.iter().any(|step| step.findings.len() >= MOST_FINDINGS);
        match others.len().saturating_sub(ALSO) {
            0 => (),
            more if is_cut => writeln!(out, "  and {more} more at least")?,
            more => writeln!(out, "  and {more} more")?,
        }
        writeln!(out)
    }
}

/// What was right, and where another answer can be seen.
fn praise(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let Report { exercise: ExerciseReport { id, .. }, teaching, .. } = report;
    if let Some(praise) = &teaching.praise {
        writeln!(out, "  {}", praise.trim())?;
    }
    if teaching.has_solution {
        writeln!(out, "  `workbook show --solution {id}` shows another way to write it")?;
    }
    Ok(())
}

/// Every step, each with all that is wrong after it.
fn steps(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let first = report.exercise.findings().first().map(|(_, finding)| *finding);
    for step in &report.exercise.steps {
        let (style, sign) = match step.verdict {
            Verdict::Passed => (GREEN, '✓'),
            Verdict::Failed | Verdict::Untouched | Verdict::Broken => (RED, '✗'),
            Verdict::Skipped => (DIM, '–'),
        };
        let needs = step
            .blocked_by
            .as_ref()
            .map(|name| format!(": it needs the step `{name}`"))
            .unwrap_or_default();
        let points = points(step.earned(), step.points);
        writeln!(out, "  {style}{sign}{style:#} {}{points}{needs}", step.name)?;
        for finding in &step.findings {
            writeln!(out)?;
            in_full(finding, &report.teaching, out)?;
            if first.is_some_and(|first| std::ptr::eq(first, finding)) {
                gently(&report.teaching, out)?;
            }
        }
        if !step.findings.is_empty() {
            seen_at(step, out)?;
            writeln!(out)?;
        }
    }
    Ok(())
}

/// ` (1 of 2 points)`; nothing for what counts none.
fn points(earned: u32, all: u32) -> String {
    match all {
        0 => String::new(),
        1 => format!(" ({earned} of 1 point)"),
        all => format!(" ({earned} of {all} points)"),
    }
}

fn is_compile_error(finding: &Finding) -> bool {
    matches!(finding.problem, Problem::Program(ProgramProblem::NotCompiled { .. }))
}

/// Shows what is wrong, where, what to do next, and what to read.
fn in_full(finding: &Finding, teaching: &Teaching, out: &mut dyn Write) -> io::Result<()> {
    let reading = teaching.readings.get(finding.problem.kind());
    let reading = reading.map(|reading| format!("\"{}\" in {}", reading.title, reading.page));
    writeln!(out, "{}", snippet::render("not yet", finding, reading.as_deref()))
}

fn seen_at(step: &StepReport, out: &mut dyn Write) -> io::Result<()> {
    match &step.why {
        Some(why) => {
            writeln!(out, "  after the step `{}` this should be true: {}", step.name, why.trim())
        }
        None => writeln!(out, "  seen at the step `{}`", step.name),
    }
}

/// The first finding in plainer words, for somebody who was told of it before.
fn gently(teaching: &Teaching, out: &mut dyn Write) -> io::Result<()> {
    let Some(text) = teaching.gently else { return Ok(()) };
    writeln!(out, "  {BOLD}in other words:{BOLD:#}")?;
    text.lines().try_for_each(|line| writeln!(out, "    {line}"))
}

fn done(summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
    let Summary { passed, failed, untouched, broken, next } = summary;
    write!(out, "{passed} passed, {failed} not yet")?;
    if *untouched > 0 {
        write!(out, ", {untouched} untouched")?;
    }
    if *broken > 0 {
        write!(out, ", {broken} could not be graded")?;
    }
    writeln!(out)?;
    match next {
        Next::Again(id) => commands(
            "to go on",
            &[("show", "the task"), ("hint", "a hint"), ("check", "try again")],
            id,
            out,
        ),
        Next::Start(id) => commands("next", &[("show", "the task"), ("check", "try it")], id, out),
        Next::AllPassed { left_out } => write_all_passed(*left_out, out),
        Next::Unsaid => Ok(()),
    }
}

/// Says that nothing is left to do.
pub(crate) fn write_all_passed(left_out: usize, out: &mut dyn Write) -> io::Result<()> {
    match left_out {
        0 => writeln!(out, "every exercise has passed"),
        some => writeln!(out, "every exercise has passed but {some} that you left out"),
    }
}

/// Commands about an exercise, one a line, each with what it is for.
fn commands(
    title: &str,
    commands: &[(&str, &str)],
    id: &str,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "{BOLD}{title}:{BOLD:#}")?;
    write_commands(commands, id, out)
}

/// Writes commands about an exercise, one a line, each with its purpose.
pub(crate) fn write_commands(
    commands: &[(&str, &str)],
    id: &str,
    out: &mut dyn Write,
) -> io::Result<()> {
    for (command, purpose) in commands {
        let line = format!("workbook {command} {id}");
        writeln!(out, "  {line:<44}  {purpose}")?;
    }
    Ok(())
}

/// What is wrong, on one line.
fn one_line(finding: &Finding) -> String {
    let message = shorten(&finding.message(), LONGEST_TEXT).into_owned();
    let Some(span) = &finding.span else { return message };
    match span.place() {
        Some(place) => format!("{message} ({}:{})", span.file(), place.line),
        None => message,
    }
}

const GREEN: Paint = Paint(AnsiColor::Green.on_default().bold());
const RED: Paint = Paint(AnsiColor::Red.on_default().bold());
const DIM: Paint = Paint(Style::new().dimmed());
