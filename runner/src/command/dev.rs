//! `workbook dev`: what authors of a course need.

use std::fs;

use anyhow::Context;
use workbook_core::exercise::Tree;
use workbook_core::finding::{AnswerProblem, Problem};

use super::{Io, one};
use crate::atomic;
use crate::check;
use crate::cli::DevCommand;
use crate::course::select::select;
use crate::course::{self, Course};
use crate::event::{Event, Report};
use crate::exit::Exit;

mod answer_list;
pub(crate) mod answers;
pub(crate) mod check_course;
pub(crate) mod commands;
pub(crate) mod exercises;
mod mutants;
pub(crate) mod pack;
pub(crate) mod tally;
pub(crate) mod tasks;

/// Runs the command that was asked for, in the course that `open` finds.
pub(crate) fn run(
    command: DevCommand,
    open: &dyn Fn() -> anyhow::Result<Course>,
    io: &mut Io<'_>,
) -> anyhow::Result<Exit> {
    match command {
        DevCommand::Check { selectors, quick, no_answers } => {
            use tally::CheckDepth;
            let depth = match (quick, no_answers) {
                (_, true) => CheckDepth::NoAnswers,
                (true, false) => CheckDepth::Quick,
                (false, false) => CheckDepth::Whole,
            };
            check_course::check_course(&open()?, &selectors, depth, io)
        }
        DevCommand::Answers { selector, accept } => {
            use answers::MessageUpdate;
            let update = if accept { MessageUpdate::Accept } else { MessageUpdate::Keep };
            let course = open()?;
            answers::show_answers(&course, one(&course, Some(&selector), io)?, update, io)
        }
        DevCommand::Record { selector } => print_record(&open()?, &selector, io),
        DevCommand::Starters { selectors } => keep_starters(&open()?, &selectors, io),
        DevCommand::Pack { selectors } => pack::print_packs(&open()?, &selectors, io),
        DevCommand::Tasks { selectors } => tasks::print_tasks(&open()?, &selectors, io),
        DevCommand::Commands => commands::print_commands(io),
        DevCommand::Exercises => exercises::print_exercises(&open()?, io),
    }
}

/// Prints what the solution does, as the text of its snapshot.
pub(crate) fn print_record(
    course: &Course,
    selector: &str,
    io: &mut Io<'_>,
) -> anyhow::Result<Exit> {
    let exercise = one(course, Some(selector), io)?;
    let mut building = None;
    let text = check::record(course, exercise, &mut |event| {
        if let Event::Building { id } = event {
            building = Some(id);
        }
    })?;
    write!(io.file, "{text}")?;
    Ok(Exit::Passed)
}

/// Takes the files that learners edit, as they are now, for the untouched starters.
pub(crate) fn keep_starters(
    course: &Course,
    selectors: &[String],
    io: &mut Io<'_>,
) -> anyhow::Result<Exit> {
    for selected in select(course, selectors)? {
        let exercise = selected.entry.exercise().map_err(Clone::clone)?;
        let folder = course.root.join(exercise.folder(Tree::Exercises));
        let names = course::edited_files(exercise, &folder);
        for name in &names {
            let file = folder.join(name);
            let bytes =
                fs::read(&file).with_context(|| format!("failed to read `{}`", file.display()))?;
            let starter = course.root.join(exercise.starter()).join(name);
            atomic::write(&starter, &bytes)
                .with_context(|| format!("failed to write `{}`", starter.display()))?;
            writeln!(io.out, "{}", exercise.starter().join(name).display())?;
        }
        let starters = course.root.join(exercise.starter());
        for name in
            course::edited_files(exercise, &starters).iter().filter(|name| !names.contains(name))
        {
            let gone = starters.join(name);
            fs::remove_file(&gone)
                .with_context(|| format!("failed to remove `{}`", gone.display()))?;
        }
    }
    Ok(Exit::Passed)
}

/// The first message about an answer; None when it passes.
fn first_message(report: &Report) -> Option<String> {
    // Given files are compared on their own.
    let mut findings =
        report.exercise.findings().into_iter().map(|(_, finding)| finding).filter(|finding| {
            !matches!(finding.problem, Problem::Answer(AnswerProblem::GivenChanged))
        });
    Some(findings.next()?.message())
}
